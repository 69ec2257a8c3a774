# f-strings: nesting, conversions, formats, debugging.
def run():
    x=5; y='a'; w=10
    print(f'{x}{x!r:>5}{y!r}{y:>{w}}|{x:0{w}d}|{x=}|{x = !s}|{{}}|{x:{"0"+"5"}}|{"nested " + f"{x + 1}"}|{[i for i in range(3)]}|{ {1:2}[1] }|{(lambda z: z*2)(3)}|{x if x else y}')
    print(f'''{
        x
    }''', rf'\d{x}', f'{x!a}', f'{3.14159:.2f}', f'{1000000:,}', f'{255:#x}', f'{x:^9}', f'{"é"!a}', F'{x}', f"{'a' 'b'}", f'{x,}', f'{x:}', f"{'q'!r:^10}")


run()
