# Programs of boards take the prompt off the serial line; there is none here that is theirs.
import io, os
print(os.dupterm(None), os.dupterm(None, 1))
try: os.dupterm(io.BytesIO())
except OSError as e: print(e.errno, e)
try: os.dupterm(None, "x")
except TypeError: print("TypeError")
