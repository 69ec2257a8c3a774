base = "plain"
