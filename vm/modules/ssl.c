/* The module ssl (and tls): its errors, constants and functions. */
#include "modules/ssl_parts.h"
#if KR_WITH_SSL
#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/version.h>
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/number.h"
#include "types/text.h"

#define CLIENT_AUTH "1.3.6.1.5.5.7.3.2" /* ssl.Purpose.CLIENT_AUTH */

/* --- errors --- */

/* errno is the first argument, as for OSError; the text shows all arguments, as MicroPython's errors do. */
static kr_value error_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    kr_value made = kr_exception_make(vm, cls, argc, argv, nkw, names);
    if (argc > 1) kr_setattr(vm, made, N_errno, argv[0]);
    return made;
}

static kr_value error_reason(kr_vm *vm, kr_value self) {
    const kr_tuple *args = kr_to_tuple(kr_to_exception(self)->args);
    (void)vm;
    return args->size > 1 ? args->items[1] : args->size > 0 ? args->items[0] : KR_NONE;
}
static kr_value error_library(kr_vm *vm, kr_value self) {
    (void)self;
    return kr_str_text(vm, "SSL");
}
KR_GETSET(reason, error_reason, NULL);
KR_GETSET(library, error_library, NULL);

static const kr_member error_members[] = {
    {N___module__, N_ssl}, KR_GETSET_ENTRY(reason, error_reason), KR_GETSET_ENTRY(library, error_library)};
static const kr_member sub_members[] = {{N___module__, N_ssl}};
KR_EXCEPTION_TYPE(kr_SSLError_type, N_SSLError, kr_OSError_type, error_members, error_make);
KR_EXCEPTION_TYPE(kr_SSLWantReadError_type, N_SSLWantReadError, kr_SSLError_type, sub_members, error_make);
KR_EXCEPTION_TYPE(kr_SSLWantWriteError_type, N_SSLWantWriteError, kr_SSLError_type, sub_members, error_make);
KR_EXCEPTION_TYPE(kr_SSLZeroReturnError_type, N_SSLZeroReturnError, kr_SSLError_type, sub_members,
                  error_make);
KR_EXCEPTION_TYPE(kr_SSLSyscallError_type, N_SSLSyscallError, kr_SSLError_type, sub_members, error_make);
KR_EXCEPTION_TYPE(kr_SSLEOFError_type, N_SSLEOFError, kr_SSLError_type, sub_members, error_make);
KR_EXCEPTION_TYPE(kr_SSLCertVerificationError_type, N_SSLCertVerificationError, kr_SSLError_type, sub_members,
                  error_make);

/* Errors that programs and their authors meet, by name. */
#define NAMED(name)                                                                                          \
    { -(MBEDTLS_ERR_##name), #name }
static const struct {
    int code;
    const char *name;
} named[] = {
    NAMED(SSL_ALLOC_FAILED),
    NAMED(SSL_BAD_CONFIG),
    NAMED(SSL_BAD_HS_CERTIFICATE),
    NAMED(SSL_BAD_HS_CLIENT_HELLO),
    NAMED(SSL_BAD_HS_SERVER_HELLO),
    NAMED(SSL_BAD_INPUT_DATA),
    NAMED(SSL_CA_CHAIN_REQUIRED),
    NAMED(SSL_CERTIFICATE_REQUIRED),
    NAMED(SSL_CONN_EOF),
    NAMED(SSL_FATAL_ALERT_MESSAGE),
    NAMED(SSL_FEATURE_UNAVAILABLE),
    NAMED(SSL_HELLO_VERIFY_REQUIRED),
    NAMED(SSL_INTERNAL_ERROR),
    NAMED(SSL_INVALID_MAC),
    NAMED(SSL_INVALID_RECORD),
    NAMED(SSL_NO_CIPHER_CHOSEN),
    NAMED(SSL_NO_CLIENT_CERTIFICATE),
    NAMED(SSL_NO_RNG),
    NAMED(SSL_NO_USABLE_CIPHERSUITE),
    NAMED(SSL_PEER_CLOSE_NOTIFY),
    NAMED(SSL_PEER_VERIFY_FAILED),
    NAMED(SSL_PK_TYPE_MISMATCH),
    NAMED(SSL_PRIVATE_KEY_REQUIRED),
    NAMED(SSL_TIMEOUT),
    NAMED(SSL_UNEXPECTED_MESSAGE),
    NAMED(SSL_UNKNOWN_IDENTITY),
    NAMED(PK_KEY_INVALID_FORMAT),
    NAMED(PK_PASSWORD_MISMATCH),
    NAMED(PK_PASSWORD_REQUIRED),
    NAMED(X509_CERT_UNKNOWN_FORMAT),
    NAMED(X509_CERT_VERIFY_FAILED),
    NAMED(X509_INVALID_FORMAT),
    NAMED(ERROR_GENERIC_ERROR),
    NAMED(NET_CONN_RESET),
    NAMED(NET_SEND_FAILED),
    NAMED(NET_RECV_FAILED),
};

/* A code is the sum of one of a high and one of a low layer. */
static kr_value error_text(kr_vm *vm, int code) {
    for (int pass = 0; pass < 2; pass++) {
        int wanted = pass == 0 ? -code : -code & 0xff80;
        for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
            if (named[i].code == wanted) return kr_str_format(vm, "MBEDTLS_ERR_%s", named[i].name);
        }
    }
    char text[100];
    mbedtls_strerror(code, text, sizeof text);
    return kr_str_text(vm, text);
}

static _Noreturn void raise_with(kr_vm *vm, const kr_type *type, int code, kr_value text) {
    kr_value arguments[2] = {KR_INT(code), text};
    kr_raise_object(vm, kr_exception_new(vm, type, 2, arguments));
}

void kr_raise_ssl(kr_vm *vm, int code) {
    if (code == MBEDTLS_ERR_SSL_ALLOC_FAILED || code == MBEDTLS_ERR_X509_ALLOC_FAILED) kr_raise_memory(vm);
    if (code == MBEDTLS_ERR_SSL_WANT_READ)
        raise_with(vm, &kr_SSLWantReadError_type, 2,
                   kr_str_text(vm, "The operation did not complete (read)"));
    if (code == MBEDTLS_ERR_SSL_WANT_WRITE)
        raise_with(vm, &kr_SSLWantWriteError_type, 3,
                   kr_str_text(vm, "The operation did not complete (write)"));
    const kr_type *type = code == MBEDTLS_ERR_SSL_CONN_EOF            ? &kr_SSLEOFError_type
                          : code == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY ? &kr_SSLZeroReturnError_type
                                                                      : &kr_SSLError_type;
    raise_with(vm, type, code, error_text(vm, code));
}

/* mbedTLS writes a line for every flag. */
void kr_raise_ssl_verify(kr_vm *vm, uint32_t flags) {
    char info[400];
    kr_writer out;
    int size = mbedtls_x509_crt_verify_info(info, sizeof info, "", flags);
    if (size < 0) size = 0;
    while (size > 0 && info[size - 1] == '\n') size--;
    for (int i = 0; i < size; i++) {
        if (info[i] == '\n') info[i] = ';';
    }
    kr_writer_init(vm, &out);
    kr_write_text(&out, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: ");
    kr_write(&out, info, (size_t)size);
    kr_value text = kr_writer_str(&out);
    kr_value exception = kr_exception_new(vm, &kr_SSLCertVerificationError_type, 1, &text);
    kr_setattr(vm, exception, N_errno, KR_INT(MBEDTLS_ERR_X509_CERT_VERIFY_FAILED));
    kr_setattr(vm, exception, N_verify_code, kr_int_from_unsigned(vm, flags));
    kr_setattr(vm, exception, N_verify_message, kr_str_new(vm, info, (size_t)size));
    kr_raise_object(vm, exception);
}

/* --- wrap_socket() --- */

enum {
    ARG_SOCK,
    ARG_SERVER_SIDE,
    ARG_KEY,
    ARG_CERT,
    ARG_CERT_REQS,
    ARG_CADATA,
    ARG_SERVER_HOSTNAME,
    ARG_DO_HANDSHAKE,
    ARG_KEYFILE,
    ARG_CERTFILE,
    ARG_CA_CERTS,
    ARG_ON_CONNECT,
    ARG_COUNT
};

static bool given(kr_value v) {
    return v != KR_UNBOUND && v != KR_NONE;
}

static void load_all(kr_vm *vm, kr_ssl_context *c, const kr_value *args) {
    kr_value key = given(args[ARG_KEY]) ? args[ARG_KEY] : args[ARG_KEYFILE];
    kr_value certificate = given(args[ARG_CERT]) ? args[ARG_CERT] : args[ARG_CERTFILE];
    if (given(key) || given(certificate)) kr_ssl_load_chain(vm, c, certificate, key, KR_UNBOUND, true);
    if (given(args[ARG_CADATA])) kr_ssl_load_trusted(vm, c, args[ARG_CADATA], true);
    if (given(args[ARG_CA_CERTS])) kr_ssl_load_trusted(vm, c, kr_ssl_file(vm, args[ARG_CA_CERTS]), true);
}

/* MicroPython's: one call, and nothing is verified unless cert_reqs says so. */
static kr_value ssl_wrap_socket(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                                const kr_value *names) {
    static const kr_value known[] = {N_sock,
                                     N_server_side,
                                     N_key,
                                     N_cert,
                                     N_cert_reqs,
                                     N_cadata,
                                     N_server_hostname,
                                     N_do_handshake,
                                     N_keyfile,
                                     N_certfile,
                                     N_ca_certs,
                                     N_do_handshake_on_connect,
                                     0};
    kr_value args[ARG_COUNT];
    kr_bind_named(vm, "wrap_socket", known, args, 1, ARG_COUNT, argc, argv, nkw, names);
    bool server = given(args[ARG_SERVER_SIDE]) && kr_truth(vm, args[ARG_SERVER_SIDE]);
    kr_ssl_context *c = kr_ssl_context_new(vm, &kr_ssl_context_type, server ? KR_TLS_SERVER : KR_TLS_CLIENT);
    kr_word mode =
        given(args[ARG_CERT_REQS]) ? kr_index_word(vm, args[ARG_CERT_REQS]) : MBEDTLS_SSL_VERIFY_NONE;
    if (mode < 0 || mode > MBEDTLS_SSL_VERIFY_REQUIRED)
        kr_raise_value_error(vm, "invalid value for verify_mode");
    c->verify_mode = (uint8_t)mode;
    c->check_hostname = !server && mode != MBEDTLS_SSL_VERIFY_NONE && given(args[ARG_SERVER_HOSTNAME]);
    load_all(vm, c, args);
    kr_value handshake = args[ARG_DO_HANDSHAKE] != KR_UNBOUND ? args[ARG_DO_HANDSHAKE] : args[ARG_ON_CONNECT];
    kr_ssl_wrapping how = {.stream = args[ARG_SOCK],
                           .hostname = args[ARG_SERVER_HOSTNAME],
                           .client_id = KR_UNBOUND,
                           .server = server,
                           .handshake = handshake == KR_UNBOUND || kr_truth(vm, handshake)};
    return kr_ssl_wrap(vm, c, &how);
}
KR_FUNCTION_KW(
    wrap_socket, ssl_wrap_socket, 0, KR_ANY,
    "wrap_socket(sock, server_side=False, key=None, cert=None, cert_reqs=CERT_NONE, cadata=None, "
    "server_hostname=None, "
    "do_handshake=True)\nSpeak TLS over a socket or stream. Nothing is verified unless cert_reqs says so.");

/* --- contexts of usual kinds --- */

/* Where systems keep the certificates that they trust; what is not there is passed over. */
static void load_defaults(kr_vm *vm, void *data) {
    kr_value path = kr_str_text(vm, "/etc/ssl/certs/ca-certificates.crt");
    kr_ssl_load_trusted(vm, data, kr_ssl_file(vm, path), false);
}

static kr_value default_context(kr_vm *vm, bool server, bool verified) {
    kr_ssl_context *c = kr_ssl_context_new(vm, &kr_ssl_context_type, server ? KR_TLS_SERVER : KR_TLS_CLIENT);
    if (!verified) {
        c->check_hostname = false;
        c->verify_mode = MBEDTLS_SSL_VERIFY_NONE;
    }
    return KR_OBJECT(c);
}

static kr_value ssl_create_default_context(kr_vm *vm, size_t argc, const kr_value *argv) {
    bool server = argv[0] != KR_UNBOUND && kr_str_is(argv[0], CLIENT_AUTH);
    kr_value context = default_context(vm, server, !server);
    (void)argc;
    if (given(argv[1])) kr_ssl_load_trusted(vm, kr_to_pointer(context), kr_ssl_file(vm, argv[1]), false);
    if (given(argv[3])) kr_ssl_load_trusted(vm, kr_to_pointer(context), argv[3], false);
    if (given(argv[1]) || given(argv[3]) || server) return context;
    kr_value raised = kr_try(vm, load_defaults, kr_to_pointer(context));
    if (raised != KR_UNBOUND && !kr_exception_is(raised, &kr_OSError_type)) kr_reraise(vm, raised);
    return context;
}
KR_FUNCTION(create_default_context, ssl_create_default_context, 0, 4, "purpose,cafile,capath,cadata",
            "create_default_context(purpose=Purpose.SERVER_AUTH, *, cafile=None, capath=None, "
            "cadata=None)\nA context that verifies "
            "servers against the given certificates, or those that the system trusts.");

static kr_value ssl_create_unverified_context(kr_vm *vm, size_t argc, const kr_value *argv) {
    bool server = argc > 0 && kr_is_int(argv[0]) && kr_to_int(argv[0]) == KR_TLS_SERVER;
    return default_context(vm, server, false);
}
KR_FUNCTION(_create_unverified_context, ssl_create_unverified_context, 0, 1, NULL,
            "_create_unverified_context()\nA context that verifies nothing.");

static void fill(kr_vm *vm, kr_dict *globals) {
    char text[24];
    mbedtls_version_get_string_full(text);
    kr_dict_set_name(vm, globals, N_MBEDTLS_VERSION, kr_str_text(vm, text));
    kr_dict_set_name(vm, globals, N_OPENSSL_VERSION, kr_str_text(vm, text));
}

/* ssl.Purpose.SERVER_AUTH and CLIENT_AUTH: the object identifiers that they stand for. */
static kr_value purpose_server(kr_vm *vm, kr_value self) {
    (void)self;
    return kr_str_text(vm, "1.3.6.1.5.5.7.3.1");
}
static kr_value purpose_client(kr_vm *vm, kr_value self) {
    (void)self;
    return kr_str_text(vm, CLIENT_AUTH);
}
KR_GETSET(SERVER_AUTH, purpose_server, NULL);
KR_GETSET(CLIENT_AUTH, purpose_client, NULL);
static const kr_member purpose_members[] = {KR_GETSET_ENTRY(SERVER_AUTH, purpose_server),
                                            KR_GETSET_ENTRY(CLIENT_AUTH, purpose_client)};
static const kr_type purpose_type = {.head = {&kr_type_type},
                                     .name = N_Purpose,
                                     .base = &kr_object_type,
                                     .solid = &kr_object_type,
                                     .flags = KR_TYPE_FINAL,
                                     .size = sizeof(kr_object),
                                     .members = purpose_members,
                                     .member_count = sizeof purpose_members / sizeof *purpose_members};
static const struct purpose { kr_object head; } KR_ROM_OBJECT purpose = {{&purpose_type}};

static const kr_member members[] = {
    KR_ENTRY(wrap_socket, ssl_wrap_socket),
    KR_ENTRY(create_default_context, ssl_create_default_context),
    KR_ENTRY(_create_unverified_context, ssl_create_unverified_context),
    {N_PEM_cert_to_DER_cert, KR_OBJECT(&kr_ssl_pem_to_der)},
    {N_DER_cert_to_PEM_cert, KR_OBJECT(&kr_ssl_der_to_pem)},
    {N_SSLContext, KR_OBJECT(&kr_ssl_context_type)},
    {N_SSLSocket, KR_OBJECT(&kr_ssl_socket_type)},
    {N_SSLError, KR_OBJECT(&kr_SSLError_type)},
    {N_SSLWantReadError, KR_OBJECT(&kr_SSLWantReadError_type)},
    {N_SSLWantWriteError, KR_OBJECT(&kr_SSLWantWriteError_type)},
    {N_SSLZeroReturnError, KR_OBJECT(&kr_SSLZeroReturnError_type)},
    {N_SSLSyscallError, KR_OBJECT(&kr_SSLSyscallError_type)},
    {N_SSLEOFError, KR_OBJECT(&kr_SSLEOFError_type)},
    {N_SSLCertVerificationError, KR_OBJECT(&kr_SSLCertVerificationError_type)},
    {N_CertificateError, KR_OBJECT(&kr_SSLCertVerificationError_type)},
    {N_CERT_NONE, KR_INT(MBEDTLS_SSL_VERIFY_NONE)},
    {N_CERT_OPTIONAL, KR_INT(MBEDTLS_SSL_VERIFY_OPTIONAL)},
    {N_CERT_REQUIRED, KR_INT(MBEDTLS_SSL_VERIFY_REQUIRED)},
    {N_PROTOCOL_TLS_CLIENT, KR_INT(KR_TLS_CLIENT)},
    {N_PROTOCOL_TLS_SERVER, KR_INT(KR_TLS_SERVER)},
    {N_PROTOCOL_DTLS_CLIENT, KR_INT(KR_DTLS_CLIENT)},
    {N_PROTOCOL_DTLS_SERVER, KR_INT(KR_DTLS_SERVER)},
    {N_Purpose, KR_OBJECT(&purpose)},
    {N_HAS_SNI, KR_TRUE},
    {N_HAS_ALPN, KR_TRUE},
};

const kr_module_def kr_module_ssl = {N_ssl, members, sizeof members / sizeof *members, fill,
                                     "TLS over sockets and other streams."};
#endif
