def endless():
    endless()
endless()
