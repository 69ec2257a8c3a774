# Exactly between two doubles, a hair above and a hair below.
def decimal_of(numerator, shift):
    """numerator / 2**shift as decimal digits."""
    digits = str(numerator * 5**shift)
    digits = digits.rjust(shift + 1, "0")
    return digits[: len(digits) - shift] + "." + digits[len(digits) - shift :]


for mantissa in (2**52, 2**52 + 1, 2**53 - 1, 6004799503160661, 0x1A2B3C4D5E6F7):
    for shift in (10, 60, 200, 700, 1074):
        middle = decimal_of(2 * mantissa + 1, shift + 1)
        low = float(decimal_of(mantissa, shift))
        exact, above = float(middle), float(middle + "0" * 20 + "1")
        below = float(middle[:-1] + "4" + "9" * 30)
        print(mantissa, shift, low.hex(), exact.hex(), above.hex(), below.hex())
print(float("1" + "0" * 400 + "e-400"), float("0." + "0" * 400 + "1e400"), float("9" * 800 + "e-800"))
