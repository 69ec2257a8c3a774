import gc

print(gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled(), type(gc.collect()), len(gc.get_count()), len(gc.get_threshold()), gc.garbage, gc.freeze(), gc.unfreeze(), gc.set_threshold(700, 10, 10))
