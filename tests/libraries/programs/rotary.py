import time
from rotary_irq_esp import RotaryIRQ

knob = RotaryIRQ(pin_num_clk=32, pin_num_dt=33, min_val=0, max_val=20, range_mode=RotaryIRQ.RANGE_WRAP)
seen = []
knob.add_listener(lambda: seen.append(knob.value()))
time.sleep(3)
print(knob.value(), seen)
