# How the simulated board is wired, for the tests of MicroPython's suite that ask: nothing is connected. The tests
# of sending use one UART by itself.
uart_loopback_args = (1,)
uart_loopback_kwargs = {}
# Arguments of SPI() for a bus that nothing needs to hang on.
spi_standalone_args_list = [(1,)]
