value = "in a bare directory"
