#ifndef KRAIT_QEMU_REGISTERS_H
#define KRAIT_QEMU_REGISTERS_H
/* The devices of QEMU's lx60-nommu board, and the core's special registers. */
#include <stdint.h>

#include "krait/board.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))

#define IO_BASE       0x9d000000u
#define BOARD_RESET   (IO_BASE + 0x020010u) /* 0xdead starts the machine again */
#define ETHERNET_BASE (IO_BASE + 0x030000u)
#define ETHERNET_RAM  (IO_BASE + 0x800000u) /* 16 KiB for frames */
#define UART_BASE     (IO_BASE + 0x050020u)
#define FLASH_BASE    0x98000000u

#define WORLD_BASE 0x60000000u /* RAM of the emulator, not of the chip: the state of simulated sensors */

#define CYCLES_PER_US 40u

#define IRQ_UART     (1u << 0)
#define IRQ_ETHERNET (1u << 1)
#define IRQ_TIMER    (1u << 6)

#define READ_SPECIAL(name)                                                                                   \
    ({                                                                                                       \
        uint32_t value_;                                                                                     \
        __asm__ volatile("rsr." #name " %0" : "=a"(value_));                                                 \
        value_;                                                                                              \
    })
#define WRITE_SPECIAL(name, value) __asm__ volatile("wsr." #name " %0; rsync; esync" ::"a"(value) : "memory")

/* Ends the emulator, or reads a file of the computer that runs it: QEMU's semihosting call. Without
 * -semihosting it is an illegal instruction. */
int semihosting(int number, int a, int b, int c);

/* uart.c, ethernet.c: is there something to read? */
_Bool uart_has_input(void);
_Bool ethernet_has_input(void);
void uart_open(void);

/* hardware.c: why the next start happens, an enum kr_reset_cause. */
void hardware_restarting(enum kr_reset_cause cause);

#endif
