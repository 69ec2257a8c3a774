/* What has to be timed by the microsecond and is therefore the board's to do: LED strips, the pulses of DHT
 * sensors, and 1-Wire slots, with the module _onewire around these. */
#include "modules/machine.h"
#include "core/operate.h"
#include "types/byte_string.h"
#include "types/container.h"
#include "types/number.h"

/* --- bitstream */

static kr_value bitstream(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint32_t ns[4];
    int pin = kr_pin_number(vm, argv[0]);
    (void)argc;
    if (kr_index_word(vm, argv[1]) != 0)
        kr_raise_value_error(vm, "invalid encoding: 0, high-low, is the only one");
    kr_value timing = kr_tuple_of(vm, argv[2]);
    if (kr_to_tuple(timing)->size != 4)
        kr_raise_value_error(vm, "the timing must be four times in nanoseconds");
    for (size_t i = 0; i < 4; i++)
        ns[i] = kr_machine_within(vm, kr_to_tuple(timing)->items[i], 0, 0, 1000000000, "a time");
    const kr_board *board = kr_board_of(vm);
    if (board->bitstream == NULL) kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    kr_span span = kr_machine_data(vm, argv[3]);
    kr_board_check(vm, board->bitstream(vm->host->board_context, pin, ns, span.data, span.size));
    return KR_NONE;
}
const kr_builtin kr_bitstream_function =
    KR_BUILTIN_OBJECT(N_bitstream, .fn = bitstream, 4, 4, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
                      "bitstream(pin, encoding, timing, data)\nSend bits as pulses; "
                      "timing is (high, low) of a 0 and (high, low) of a 1, "
                      "in nanoseconds.");

/* --- DHT sensors: after the start signal one pulse to answer, then 40 bits whose high time tells 0 (27 us)
 * from 1 (70 us) */

#define DHT_START_US 18000
#define DHT_BITS     40
#define DHT_LONG_US  48

static kr_value dht_readinto(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint16_t high[1 + DHT_BITS];
    uint8_t bytes[DHT_BITS / 8] = {0};
    kr_buffer buffer;
    int pin = kr_pin_number(vm, argv[0]);
    const kr_board *board = kr_board_of(vm);
    (void)argc;
    kr_get_buffer(vm, argv[1], &buffer, true);
    if (buffer.size < sizeof bytes) kr_raise_value_error(vm, "buffer too small");
    if (board->pulses == NULL) kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    kr_board_check(vm, board->pulses(vm->host->board_context, pin, DHT_START_US, high, 1 + DHT_BITS));
    for (size_t i = 0; i < DHT_BITS; i++)
        bytes[i / 8] = (uint8_t)(bytes[i / 8] << 1 | (high[1 + i] > DHT_LONG_US));
    memcpy(buffer.data, bytes, sizeof bytes);
    return KR_NONE;
}
const kr_builtin kr_dht_readinto_function =
    KR_BUILTIN_OBJECT(N_dht_readinto, .fn = dht_readinto, 2, 2, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
                      "dht_readinto(pin, buffer)\nRead the five bytes of a DHT sensor.");

/* --- _onewire */

static int slot(kr_vm *vm, kr_value pin, enum kr_onewire_slot what) {
    const kr_board *board = kr_board_of(vm);
    int number = kr_pin_number(vm, pin);
    if (board->onewire == NULL) kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    return kr_board_check(vm, board->onewire(vm->host->board_context, number, what));
}

static kr_value onewire_reset(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(slot(vm, argv[0], KR_ONEWIRE_RESET) != 0);
}
KR_FUNCTION(reset, onewire_reset, 1, 1, NULL, "reset(pin)\nReset the bus; True when a device is there.");

static kr_value onewire_readbit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return KR_INT(slot(vm, argv[0], KR_ONEWIRE_READ));
}
KR_FUNCTION(readbit, onewire_readbit, 1, 1, NULL, "readbit(pin)\nRead a bit.");

static kr_value onewire_readbyte(kr_vm *vm, size_t argc, const kr_value *argv) {
    int byte = 0;
    (void)argc;
    for (int i = 0; i < 8; i++) byte |= slot(vm, argv[0], KR_ONEWIRE_READ) << i;
    return KR_INT(byte);
}
KR_FUNCTION(readbyte, onewire_readbyte, 1, 1, NULL, "readbyte(pin)\nRead a byte, its lowest bit first.");

static kr_value onewire_writebit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    slot(vm, argv[0], kr_truth(vm, argv[1]) ? KR_ONEWIRE_WRITE_1 : KR_ONEWIRE_WRITE_0);
    return KR_NONE;
}
KR_FUNCTION(writebit, onewire_writebit, 2, 2, NULL, "writebit(pin, bit)\nWrite a bit.");

static kr_value onewire_writebyte(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint32_t byte = (uint32_t)kr_index_word(vm, argv[1]);
    (void)argc;
    for (int i = 0; i < 8; i++) slot(vm, argv[0], byte >> i & 1 ? KR_ONEWIRE_WRITE_1 : KR_ONEWIRE_WRITE_0);
    return KR_NONE;
}
KR_FUNCTION(writebyte, onewire_writebyte, 2, 2, NULL,
            "writebyte(pin, byte)\nWrite a byte, its lowest bit first.");

static kr_value onewire_crc8(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_span span = kr_span_arg(vm, argv[0]);
    unsigned crc = 0;
    (void)argc;
    for (size_t i = 0; i < span.size; i++) {
        crc ^= span.data[i];
        for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ 0x8c : crc >> 1;
    }
    return KR_INT(crc);
}
KR_FUNCTION(crc8, onewire_crc8, 1, 1, NULL,
            "crc8(data)\nThe check byte of the 1-Wire bus; 0 over data and its check byte.");

static const kr_member onewire_members[] = {
    KR_ENTRY(reset, onewire_reset),         KR_ENTRY(readbit, onewire_readbit),
    KR_ENTRY(readbyte, onewire_readbyte),   KR_ENTRY(writebit, onewire_writebit),
    KR_ENTRY(writebyte, onewire_writebyte), KR_ENTRY(crc8, onewire_crc8),
};
const kr_module_def kr_module__onewire = {N__onewire, onewire_members,
                                          sizeof onewire_members / sizeof *onewire_members, NULL,
                                          "The slots of a 1-Wire bus."};
