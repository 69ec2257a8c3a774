"""Floats: recursive fast Fourier transform on two lists."""
from math import cos, pi, sin


def fft(re, im):
    n = len(re)
    if n == 1:
        return re, im
    er, ei = fft(re[0::2], im[0::2])
    dr, di = fft(re[1::2], im[1::2])
    outr = [0.0] * n
    outi = [0.0] * n
    half = n // 2
    for k in range(half):
        angle = -2.0 * pi * k / n
        c, s = cos(angle), sin(angle)
        tr = c * dr[k] - s * di[k]
        ti = s * dr[k] + c * di[k]
        outr[k] = er[k] + tr
        outi[k] = ei[k] + ti
        outr[k + half] = er[k] - tr
        outi[k + half] = ei[k] - ti
    return outr, outi


n = 4096
for _ in range(9):
    re, im = fft([sin(i * 0.1) for i in range(n)], [0.0] * n)
peak = max(range(n // 2), key=lambda k: re[k] * re[k] + im[k] * im[k])
print(peak)
