/* The SDK's side of the firmware's life: it calls user_pre_init() and user_init() when it stands, and
 * firmware_main() then runs as a task with a stack of its own. */
#include "ets_sys.h"
#include "layout.h"
#include "osapi.h"
#include "sdk.h"
#include "spi_flash.h"
#include "user_interface.h"

#define QUEUE_LENGTH  4
#define SWAP_WORDS    8
#define NOTES_AT      64u /* blocks of 4 bytes; the SDK uses those before */
#define TIMER_MOST_MS 1000u

void sdk_swap(void **own, void *other);
void firmware_main(void);
void user_pre_init(void);
void user_init(void);

static uint32_t stack[KRAIT_STACK / sizeof(uint32_t)] __attribute__((aligned(16)));
static void *sdk_stack, *firmware_stack; /* where each was left */
static os_event_t queue[QUEUE_LENGTH];
static os_timer_t timer;
static bool waiting; /* nothing is on its way that ends the wait */
static uint32_t flash_bytes;

/* --- changing places --- */

static void resume(os_event_t *event) {
    (void)event;
    waiting = false;
    sdk_swap(&sdk_stack, firmware_stack);
}

/* Interrupts come also while flash is written and cannot be read, so what they call lies in RAM. */
__attribute__((section(".iram.wake"), noinline)) void sdk_wake(void) {
    if (!waiting) return;
    waiting = false;
    system_os_post(USER_TASK_PRIO_0, 0, 0);
}

static void timer_over(void *argument) {
    (void)argument;
    sdk_wake();
}

void sdk_yield(uint64_t us) {
    uint32_t ms = us / 1000 < TIMER_MOST_MS ? (uint32_t)(us / 1000) : TIMER_MOST_MS;
    waiting = true;
    if (ms == 0)
        sdk_wake();
    else
        os_timer_arm(&timer, ms, false);
    sdk_swap(&firmware_stack, sdk_stack);
    os_timer_disarm(&timer);
}

/* What sdk_swap() finds on the new stack: where to begin. */
static void start(void) {
    uint32_t *top = stack + sizeof stack / sizeof *stack - SWAP_WORDS;
    top[0] = (uint32_t)firmware_main;
    firmware_stack = top;
    os_timer_setfn(&timer, timer_over, NULL);
    system_os_task(resume, USER_TASK_PRIO_0, queue, QUEUE_LENGTH);
    system_os_post(USER_TASK_PRIO_0, 0, 0);
}

/* --- the start --- */

/* Maps by which the SDK would take a place in the middle of the first slot for the second one have no size
 * here. */
static uint32_t size_of(enum flash_size_map map) {
    switch (map) {
    case FLASH_SIZE_2M: return 256u << 10;
    case FLASH_SIZE_4M_MAP_256_256: return 512u << 10;
    case FLASH_SIZE_8M_MAP_512_512: return 1u << 20;
    case FLASH_SIZE_16M_MAP_512_512:
    case FLASH_SIZE_16M_MAP_1024_1024: return 2u << 20;
    case FLASH_SIZE_32M_MAP_1024_1024: return 4u << 20;
    case FLASH_SIZE_64M_MAP_1024_1024: return 8u << 20;
    case FLASH_SIZE_128M_MAP_1024_1024: return 16u << 20;
    default: return 0;
    }
}

/* Without a layout the SDK gets one of the smallest flash, so that the firmware can say what is wrong. */
void user_pre_init(void) {
    enum flash_size_map map = system_get_flash_size_map();
    struct layout l;
    flash_bytes = size_of(map);
    if (!layout_of(flash_bytes, &l)) layout_of(1u << 20, &l);
    const partition_item_t partitions[] = {
        {SYSTEM_PARTITION_BOOTLOADER, 0, LAYOUT_SECTOR},
        {SYSTEM_PARTITION_OTA_1, l.slot[0], l.slot_bytes},
        {SYSTEM_PARTITION_RF_CAL, l.sdk, LAYOUT_SECTOR},
        {SYSTEM_PARTITION_PHY_DATA, l.sdk + LAYOUT_SECTOR, LAYOUT_SECTOR},
        {SYSTEM_PARTITION_SYSTEM_PARAMETER, l.sdk + 2 * LAYOUT_SECTOR, 3 * LAYOUT_SECTOR},
        {SYSTEM_PARTITION_OTA_2, l.slot[1], l.slot_bytes},
    };
    uint32_t count = sizeof partitions / sizeof *partitions - (l.slots < 2);
    while (!system_partition_table_regist(partitions, count, map)) {
        os_printf("krait: the SDK does not take this layout of the flash\r\n");
        os_delay_us(50000);
    }
}

/* The SDK as it comes opens an access point without a key, called by its address. It must never be seen:
 * neither now nor, as the SDK remembers it, at a later start. A station that is in no network keeps the radio
 * on, whose noise chance needs. */
void user_init(void) {
    system_set_os_print(0);
    if (wifi_get_opmode_default() != STATION_MODE) wifi_set_opmode(STATION_MODE);
    wifi_set_opmode_current(STATION_MODE);
    wifi_station_set_auto_connect(0);
    system_init_done_cb(start);
}

/* --- what the firmware asks for --- */

void sdk_feed(void) {
    system_soft_wdt_feed();
}

void sdk_restart(void) {
    system_restart();
    for (;;) sdk_yield(1000000);
}

uint32_t sdk_time_us(void) {
    return system_get_time();
}

unsigned sdk_reset_reason(void) {
    return system_get_rst_info()->reason;
}

unsigned sdk_megahertz(void) {
    return system_get_cpu_freq();
}

bool sdk_set_megahertz(unsigned megahertz) {
    return system_update_cpu_freq((uint8)megahertz);
}

unsigned sdk_adc(void) {
    return system_adc_read();
}

uint32_t sdk_chip_id(void) {
    return system_get_chip_id();
}

void sdk_delay_us(uint32_t us) {
    os_delay_us((uint16)us);
}

void sdk_lock(void) {
    ETS_INTR_LOCK();
}

void sdk_unlock(void) {
    ETS_INTR_UNLOCK();
}

void sdk_note_read(unsigned word, uint32_t *value) {
    if (!system_rtc_mem_read((uint8)(NOTES_AT + word), value, sizeof *value)) *value = 0;
}

void sdk_note_write(unsigned word, uint32_t value) {
    system_rtc_mem_write((uint8)(NOTES_AT + word), &value, sizeof value);
}

void sdk_console_interrupt(void (*handler)(void *)) {
    ETS_UART_INTR_ATTACH(handler, NULL);
    ETS_UART_INTR_ENABLE();
}

void sdk_pins_interrupt(void (*handler)(void *)) {
    ETS_GPIO_INTR_ATTACH(handler, NULL);
    ETS_GPIO_INTR_ENABLE();
}

void sdk_timer_interrupt(void (*handler)(void *)) {
    ETS_FRC_TIMER1_INTR_ATTACH(handler, NULL);
    TM1_EDGE_INT_ENABLE();
    ETS_FRC1_INTR_ENABLE();
}

/* The clock's cycles are some microseconds long, in 20.12 bits, and there are 31 bits of them. */
uint64_t sdk_deep_sleep_most(void) {
    return (uint64_t)system_rtc_clock_cali_proc() * INT32_MAX >> 12;
}

void sdk_deep_sleep(uint64_t us) {
    system_deep_sleep(us);
    for (;;) sdk_yield(1000000);
}

/* --- flash --- */

bool sdk_flash_read(uint32_t address, uint32_t *data, uint32_t size) {
    return spi_flash_read(address, data, size) == SPI_FLASH_RESULT_OK;
}

bool sdk_flash_program(uint32_t address, const uint32_t *data, uint32_t size) {
    return spi_flash_write(address, (uint32 *)(uintptr_t)data, size) == SPI_FLASH_RESULT_OK;
}

bool sdk_flash_erase(uint32_t sector) {
    return spi_flash_erase_sector((uint16)sector) == SPI_FLASH_RESULT_OK;
}

uint32_t sdk_flash_size(void) {
    return flash_bytes;
}

uint32_t sdk_flash_chip(void) {
    return spi_flash_get_id();
}
