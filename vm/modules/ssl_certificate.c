/* Certificates: is the other end who it should be, and what does getpeercert() say about it? */
#include "modules/ssl_parts.h"
#if KR_WITH_SSL
#include <mbedtls/base64.h>
#include <mbedtls/error.h>
#include <mbedtls/oid.h>
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

#define SAN_TAG(number) (MBEDTLS_ASN1_CONTEXT_SPECIFIC | (number))
enum { SAN_DNS = 2, SAN_IP = 7 };

/* --- verification --- */

/* mbedTLS compares names only, so addresses are compared here. */
static bool has_address(const mbedtls_x509_crt *certificate, const uint8_t *ip, size_t size) {
    for (const mbedtls_asn1_sequence *one = &certificate->subject_alt_names; one != NULL; one = one->next) {
        bool fits = one->buf.tag == SAN_TAG(SAN_IP) && one->buf.len == size;
        if (fits && memcmp(one->buf.p, ip, size) == 0) return true;
    }
    return false;
}

typedef struct question {
    kr_value callback, raw;
    const mbedtls_x509_crt *certificate;
    int depth;
    bool accepted;
} question;

static void ask(kr_vm *vm, void *data) {
    question *q = data;
    kr_value arguments[2] = {KR_UNBOUND, KR_INT(q->depth)};
    arguments[0] = kr_bytes_value(vm, q->certificate->raw.p, q->certificate->raw.len);
    arguments[0] = kr_call(vm, KR_OBJECT(&kr_memoryview_type), 1, arguments);
    q->accepted = !kr_truth(vm, kr_call(vm, q->callback, 2, arguments));
}

int kr_ssl_verify(void *socket, mbedtls_x509_crt *certificate, int depth, uint32_t *flags) {
    kr_ssl_socket *s = socket;
    const kr_ssl_context *c = kr_to_pointer(s->context);
    if (depth == 0 && !s->server) {
        if (!c->check_hostname) *flags &= ~(uint32_t)MBEDTLS_X509_BADCERT_CN_MISMATCH;
        bool wrong = c->check_hostname && s->ip_size > 0 && !has_address(certificate, s->ip, s->ip_size);
        if (wrong) *flags |= MBEDTLS_X509_BADCERT_CN_MISMATCH;
    }
    if (c->verify_callback == KR_NONE) return 0;
    question q = {.callback = c->verify_callback, .certificate = certificate, .depth = depth};
    kr_value raised = kr_try(s->vm, ask, &q);
    if (raised != KR_UNBOUND) s->raised = raised;
    return raised == KR_UNBOUND && q.accepted ? 0 : MBEDTLS_ERR_ERROR_GENERIC_ERROR;
}

/* --- getpeercert() --- */

/* CPython's long names of what names are made of. */
static const struct {
    const char *oid;
    uint8_t size;
    const char *name;
} parts[] = {{MBEDTLS_OID_AT_CN, 3, "commonName"},
             {MBEDTLS_OID_AT_COUNTRY, 3, "countryName"},
             {MBEDTLS_OID_AT_LOCALITY, 3, "localityName"},
             {MBEDTLS_OID_AT_STATE, 3, "stateOrProvinceName"},
             {MBEDTLS_OID_AT_ORGANIZATION, 3, "organizationName"},
             {MBEDTLS_OID_AT_ORG_UNIT, 3, "organizationalUnitName"},
             {MBEDTLS_OID_PKCS9_EMAIL, 9, "emailAddress"}};

static kr_value part_name(kr_vm *vm, const mbedtls_asn1_buf *oid) {
    char dotted[64];
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (oid->len == parts[i].size && memcmp(oid->p, parts[i].oid, oid->len) == 0)
            return kr_str_text(vm, parts[i].name);
    }
    return mbedtls_oid_get_numeric_string(dotted, sizeof dotted, oid) > 0 ? kr_str_text(vm, dotted)
                                                                          : KR_EMPTY_STR;
}

/* Text of a certificate; what is no UTF-8 is shown as Latin-1. */
static kr_value part_text(kr_vm *vm, const mbedtls_asn1_buf *text) {
    size_t bad;
    bool ascii;
    if (kr_utf8_valid((const char *)text->p, text->len, &bad, &ascii))
        return kr_str_new(vm, (const char *)text->p, text->len);
    kr_value encoding = kr_str_text(vm, "latin-1");
    return kr_call_method(vm, kr_bytes_value(vm, text->p, text->len), N_decode, 1, &encoding);
}

static kr_value pair(kr_vm *vm, kr_value a, kr_value b) {
    kr_value items[2] = {a, b};
    return kr_tuple_new(vm, 2, items);
}

/* ((('commonName', 'x'),), …) */
static kr_value name_tuple(kr_vm *vm, const mbedtls_x509_name *name) {
    kr_value list = kr_list_new(vm, 0, NULL);
    for (; name != NULL; name = name->next) {
        kr_value item = pair(vm, part_name(vm, &name->oid), part_text(vm, &name->val));
        kr_list_append(vm, kr_to_list(list), kr_tuple_new(vm, 1, &item));
    }
    return kr_tuple_of(vm, list);
}

/* IPv6 in full, as OpenSSL shows it. */
static kr_value address_text(kr_vm *vm, const mbedtls_asn1_buf *ip) {
    kr_net_address address = {.family = KR_NET_IPV4};
    char text[KR_ADDRESS_TEXT], *out = text;
    if (ip->len == 4) {
        memcpy(address.ip, ip->p, 4);
        kr_net_text(&address, text);
        return kr_str_text(vm, text);
    }
    for (size_t i = 0; i < 16; i += 2) {
        unsigned group = (unsigned)ip->p[i] << 8 | ip->p[i + 1], shift = 12;
        while (shift > 0 && group >> shift == 0) shift -= 4;
        for (;; shift -= 4) {
            *out++ = "0123456789ABCDEF"[group >> shift & 15];
            if (shift == 0) break;
        }
        *out++ = ':';
    }
    return kr_str_new(vm, text, (size_t)(out - text - 1));
}

static kr_value alternatives(kr_vm *vm, const mbedtls_x509_crt *certificate) {
    kr_value list = kr_list_new(vm, 0, NULL);
    const mbedtls_asn1_sequence *one =
        certificate->subject_alt_names.buf.p != NULL ? &certificate->subject_alt_names : NULL;
    for (; one != NULL; one = one->next) {
        if (one->buf.tag == SAN_TAG(SAN_DNS)) {
            kr_list_append(vm, kr_to_list(list), pair(vm, kr_str_text(vm, "DNS"), part_text(vm, &one->buf)));
        } else if (one->buf.tag == SAN_TAG(SAN_IP) && (one->buf.len == 4 || one->buf.len == 16)) {
            kr_list_append(vm, kr_to_list(list),
                           pair(vm, kr_str_text(vm, "IP Address"), address_text(vm, &one->buf)));
        }
    }
    return kr_tuple_of(vm, list);
}

/* Jan  5 09:34:43 2030 GMT */
static kr_value date_text(kr_vm *vm, const mbedtls_x509_time *t) {
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char text[] = "Jan  1 00:00:00 ";
    int parts_of_day[3] = {t->hour, t->min, t->sec};
    memcpy(text, months + 3 * (t->mon >= 1 && t->mon <= 12 ? t->mon - 1 : 0), 3);
    text[4] = (char)(t->day < 10 ? ' ' : '0' + t->day / 10);
    text[5] = (char)('0' + t->day % 10);
    for (int i = 0; i < 3; i++) {
        text[7 + 3 * i] = (char)('0' + parts_of_day[i] / 10);
        text[8 + 3 * i] = (char)('0' + parts_of_day[i] % 10);
    }
    return kr_str_format(vm, "%s%d GMT", text, t->year);
}

static kr_value serial_text(kr_vm *vm, const mbedtls_asn1_buf *serial) {
    kr_value hex = kr_call_method(vm, kr_bytes_value(vm, serial->p, serial->len), N_hex, 0, NULL);
    return kr_call_method(vm, hex, N_upper, 0, NULL);
}

kr_value kr_ssl_certificate_dict(kr_vm *vm, const mbedtls_x509_crt *certificate) {
    kr_dict *dict = kr_dict_new(vm, 8);
    kr_dict_set_name(vm, dict, N_subject, name_tuple(vm, &certificate->subject));
    kr_dict_set_name(vm, dict, N_issuer, name_tuple(vm, &certificate->issuer));
    kr_dict_set_name(vm, dict, N_version, KR_INT(certificate->version));
    kr_dict_set_name(vm, dict, N_serialNumber, serial_text(vm, &certificate->serial));
    kr_dict_set_name(vm, dict, N_notBefore, date_text(vm, &certificate->valid_from));
    kr_dict_set_name(vm, dict, N_notAfter, date_text(vm, &certificate->valid_to));
    kr_value others = alternatives(vm, certificate);
    if (kr_to_tuple(others)->size > 0) kr_dict_set_name(vm, dict, N_subjectAltName, others);
    return KR_OBJECT(dict);
}

/* --- PEM: base64 between two lines --- */

#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END   "-----END CERTIFICATE-----"
#define WIDTH 64u

static kr_value pem_to_der(kr_vm *vm, size_t argc, const kr_value *argv) {
    const char *text = kr_str_arg(vm, argv[0], "pem_cert_string");
    const char *end = strstr(text, END);
    size_t size = 0;
    (void)argc;
    if (strncmp(text, BEGIN, sizeof BEGIN - 1) != 0)
        kr_raise_value_error(vm, "Invalid PEM encoding; must start with %s", BEGIN);
    if (end == NULL) kr_raise_value_error(vm, "Invalid PEM encoding; must end with %s", END);
    const uint8_t *body = (const uint8_t *)text + sizeof BEGIN - 1;
    size_t length = (size_t)((const uint8_t *)end - body);
    kr_value result = kr_bytes_value(vm, NULL, length * 3 / 4 + 3);
    kr_bytes *bytes = kr_to_pointer(result);
    if (mbedtls_base64_decode(bytes->data, bytes->size, &size, body, length) != 0)
        kr_raise_value_error(vm, "Incorrect padding");
    return kr_bytes_value(vm, bytes->data, size);
}
const kr_builtin kr_ssl_pem_to_der =
    KR_BUILTIN_OBJECT(N_PEM_cert_to_DER_cert, .fn = pem_to_der, 1, 1, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION,
                      NULL, "PEM_cert_to_DER_cert(text)\nThe bytes of a certificate that is given as text.");

static kr_value der_to_pem(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_buffer der;
    kr_writer out;
    size_t size = 0;
    (void)argc;
    kr_get_buffer(vm, argv[0], &der, false);
    size_t room = der.size * 4 / 3 + 8;
    uint8_t *encoded = kr_bytes_new(vm, room);
    mbedtls_base64_encode(encoded, room, &size, der.data, der.size);
    kr_writer_init(vm, &out);
    kr_write_text(&out, BEGIN "\n");
    for (size_t at = 0; at < size; at += WIDTH) {
        kr_write(&out, (const char *)encoded + at, size - at < WIDTH ? size - at : WIDTH);
        kr_write_text(&out, "\n");
    }
    kr_write_text(&out, END "\n");
    return kr_writer_str(&out);
}
const kr_builtin kr_ssl_der_to_pem =
    KR_BUILTIN_OBJECT(N_DER_cert_to_PEM_cert, .fn = der_to_pem, 1, 1, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION,
                      NULL, "DER_cert_to_PEM_cert(data)\nA certificate as text.");
#endif
