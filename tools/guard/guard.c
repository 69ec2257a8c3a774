/* The memory guard: a QEMU plugin that holds a guest to the rules of the ESP8266's memory, which QEMU's lx106
 * does not know.
 *
 *     data RAM            3FFE8000, 80 KiB less `reserve`    any access
 *     instruction RAM     40100000, 32 KiB                   32-bit loads and stores
 *     flash, mapped       40200000, 1 MiB                    32-bit loads
 *     flash, as a device  98000000, 4 MiB                    32-bit loads; stores only by the driver
 *     other devices       90000000 to 9E000000               any access
 *     simulated sensors   60000000, 64 KiB                   any access
 *     everything else                                        none
 *
 * It also tells how deep the stack was, and how long one function took. At the end it writes a line to stderr
 * for each place in the code that broke a rule, and `guard: N violations, M instructions`. Options, as in
 * -plugin guard.so,driver=40100174-40100294: driver=FIRST-END where the flash driver's code lies,
 * reserve=BYTES at the end of data RAM, stack=FIRST-END to be watched, count=FIRST-END a function whose calls
 * are counted, with what they call, log=FILE instead of stderr. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <qemu-plugin.h>

QEMU_PLUGIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_VERSION;

enum region { RAM, CODE_RAM, FLASH, DEVICE_FLASH, DEVICES, START, NOWHERE };
enum rule { FINE, OUTSIDE, NARROW_LOAD, NARROW_STORE, FLASH_STORE };

static const char *const rule_names[] = {
    "", "access outside of the map", "8- or 16-bit load from flash or instruction RAM",
    "8- or 16-bit store to flash or instruction RAM", "store to flash, not by its driver"};

#define SITES 1024

/* A place in the code, with the first address that it touched against a rule. */
static struct site {
    uint32_t pc, address;
    enum rule rule;
    uint64_t count;
} sites[SITES];
static unsigned site_count;
static uint64_t violations, instructions;
static uint32_t ram_bytes = 80 * 1024, driver_first, driver_end, stack_first, stack_end, stack_lowest;
static const char *log_name;

/* The function that is counted: a call lasts from the first instruction to the last that lies in it. */
static struct {
    uint32_t first, end;
    uint64_t begin, calls, longest;
} counted;

static enum region region_of(uint32_t address) {
    if (address - 0x3ffe8000u < ram_bytes) return RAM;
    if (address - 0x40100000u < 0x8000u) return CODE_RAM;
    if (address - 0x40200000u < 0x100000u) return FLASH;
    if (address - 0x98000000u < 0x400000u) return DEVICE_FLASH;
    if (address >= 0x90000000u && address < 0x9e000000u) return DEVICES;
    if (address - 0x60000000u < 0x10000u) return DEVICES;
    if (address - 0x50000000u < 0x4000000u) return START; /* QEMU's own jump to the image */
    return NOWHERE;
}

static enum rule check(uint32_t pc, uint32_t address, bool store, bool word) {
    switch (region_of(address)) {
    case RAM:
    case DEVICES:
    case START: return FINE;
    case CODE_RAM: return word ? FINE : store ? NARROW_STORE : NARROW_LOAD;
    case FLASH: return store ? FLASH_STORE : word ? FINE : NARROW_LOAD;
    case DEVICE_FLASH:
        if (!word) return store ? NARROW_STORE : NARROW_LOAD;
        return store && (pc < driver_first || pc >= driver_end) ? FLASH_STORE : FINE;
    default: return OUTSIDE;
    }
}

static void remember(uint32_t pc, uint32_t address, enum rule rule) {
    violations++;
    for (unsigned i = 0; i < site_count; i++) {
        if (sites[i].pc != pc || sites[i].rule != rule) continue;
        sites[i].count++;
        return;
    }
    if (site_count < SITES) sites[site_count++] = (struct site){pc, address, rule, 1};
}

static int at_stack(uint64_t address) {
    return address >= stack_first && address < stack_end;
}

static void on_access(unsigned cpu, qemu_plugin_meminfo_t info, uint64_t address, void *pc) {
    (void)cpu;
    uint32_t at = (uint32_t)(uintptr_t)pc;
    enum rule rule =
        check(at, (uint32_t)address, qemu_plugin_mem_is_store(info), qemu_plugin_mem_size_shift(info) == 2);
    if (at_stack(address) && (uint32_t)address < stack_lowest) stack_lowest = (uint32_t)address;
    if (rule != FINE) remember(at, (uint32_t)address, rule);
}

static void on_counted(unsigned cpu, void *pc) {
    (void)cpu;
    if ((uint32_t)(uintptr_t)pc == counted.first) {
        counted.begin = instructions;
        counted.calls++;
    }
    if (instructions - counted.begin > counted.longest) counted.longest = instructions - counted.begin;
}

static void on_translate(qemu_plugin_id_t id, struct qemu_plugin_tb *block) {
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++) {
        struct qemu_plugin_insn *one = qemu_plugin_tb_get_insn(block, i);
        qemu_plugin_register_vcpu_insn_exec_inline(one, QEMU_PLUGIN_INLINE_ADD_U64, &instructions, 1);
        uintptr_t pc = (uintptr_t)qemu_plugin_insn_vaddr(one);
        qemu_plugin_register_vcpu_mem_cb(one, on_access, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW,
                                         (void *)pc);
        if (pc >= counted.first && pc < counted.end)
            qemu_plugin_register_vcpu_insn_exec_cb(one, on_counted, QEMU_PLUGIN_CB_NO_REGS, (void *)pc);
    }
}

static void on_exit_of_qemu(qemu_plugin_id_t id, void *unused) {
    (void)id, (void)unused;
    FILE *log = log_name ? fopen(log_name, "w") : stderr;
    if (!log) return;
    for (unsigned i = 0; i < site_count; i++) {
        const struct site *site = &sites[i];
        fprintf(log, "guard: %08x: %s, %llu times, first at %08x\n", site->pc, rule_names[site->rule],
                (unsigned long long)site->count, site->address);
    }
    if (counted.calls > 0)
        fprintf(log, "guard: %llu calls, the longest of %llu instructions\n",
                (unsigned long long)counted.calls, (unsigned long long)counted.longest);
    fprintf(log, "guard: %llu violations, %llu instructions, %u bytes of stack\n",
            (unsigned long long)violations, (unsigned long long)instructions, stack_end - stack_lowest);
    if (log != stderr) fclose(log);
}

QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc,
                                           char **argv) {
    (void)info;
    for (int i = 0; i < argc; i++) {
        unsigned long reserve;
        if (sscanf(argv[i], "driver=%x-%x", &driver_first, &driver_end) == 2) continue;
        if (sscanf(argv[i], "count=%x-%x", &counted.first, &counted.end) == 2) continue;
        if (sscanf(argv[i], "stack=%x-%x", &stack_first, &stack_end) == 2) {
            stack_lowest = stack_end;
            continue;
        }
        if (sscanf(argv[i], "reserve=%lu", &reserve) == 1) {
            ram_bytes -= (uint32_t)reserve;
        } else if (strncmp(argv[i], "log=", 4) == 0) {
            log_name = strdup(argv[i] + 4);
        } else {
            fprintf(stderr, "guard: unknown option %s\n", argv[i]);
            return -1;
        }
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
    qemu_plugin_register_atexit_cb(id, on_exit_of_qemu, NULL);
    return 0;
}
