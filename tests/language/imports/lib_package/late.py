late_value = "late"
