/* SSLContext: certificates, keys and rules that connections share. */
#include "modules/ssl_parts.h"
#if KR_WITH_SSL
#include <mbedtls/ssl_ciphersuites.h>
#include "core/heap.h"
#include "core/operate.h"
#include "modules/arguments.h"
#include "modules/io.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

static kr_ssl_context *self_of(kr_value v) {
    return kr_to_pointer(v);
}

bool kr_ssl_context_is_server(const kr_ssl_context *c) {
    return c->protocol == KR_TLS_SERVER || c->protocol == KR_DTLS_SERVER;
}

bool kr_ssl_context_is_datagram(const kr_ssl_context *c) {
    return c->protocol == KR_DTLS_CLIENT || c->protocol == KR_DTLS_SERVER;
}

static void check(kr_vm *vm, int code) {
    if (code < 0) kr_raise_ssl(vm, code);
}

/* --- life --- */

/* The host's random bytes are of cryptographic quality: nothing in between. */
static int random_bytes(void *vm, unsigned char *data, size_t size) {
    const kr_host *host = ((kr_vm *)vm)->host;
    host->random(host->context, data, size);
    return 0;
}

static void init(kr_vm *vm, kr_ssl_context *c, kr_word protocol) {
    bool server = protocol == KR_TLS_SERVER || protocol == KR_DTLS_SERVER;
    mbedtls_ssl_config_init(&c->config);
    mbedtls_x509_crt_init(&c->own);
    mbedtls_x509_crt_init(&c->trusted);
    mbedtls_pk_init(&c->key);
    mbedtls_ssl_cookie_init(&c->cookies);
    c->protocol = (uint8_t)protocol;
    c->verify_mode = server ? MBEDTLS_SSL_VERIFY_NONE : MBEDTLS_SSL_VERIFY_REQUIRED;
    c->check_hostname = !server;
    c->protocol_list = c->verify_callback = c->psk_identity = c->psk_key = c->server_psk_keys = KR_NONE;
    check(vm, mbedtls_ssl_config_defaults(&c->config, server ? MBEDTLS_SSL_IS_SERVER : MBEDTLS_SSL_IS_CLIENT,
                                          kr_ssl_context_is_datagram(c) ? MBEDTLS_SSL_TRANSPORT_DATAGRAM
                                                                        : MBEDTLS_SSL_TRANSPORT_STREAM,
                                          MBEDTLS_SSL_PRESET_DEFAULT));
    mbedtls_ssl_conf_rng(&c->config, random_bytes, vm);
    mbedtls_ssl_conf_ca_chain(&c->config, &c->trusted, NULL);
    mbedtls_ssl_conf_min_version(&c->config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
}

kr_ssl_context *kr_ssl_context_new(kr_vm *vm, const kr_type *cls, kr_word protocol) {
    kr_ssl_context *c = kr_new_instance(vm, cls, sizeof *c);
    init(vm, c, protocol);
    if (protocol == KR_DTLS_SERVER) {
        check(vm, mbedtls_ssl_cookie_setup(&c->cookies, random_bytes, vm));
        mbedtls_ssl_conf_dtls_cookies(&c->config, mbedtls_ssl_cookie_write, mbedtls_ssl_cookie_check,
                                      &c->cookies);
    }
    return c;
}

/* An object whose making failed half-way is zeroed, which all of these take. */
static void context_finalize(kr_vm *vm, kr_object *object) {
    kr_ssl_context *c = (kr_ssl_context *)object;
    (void)vm;
    mbedtls_ssl_config_free(&c->config);
    mbedtls_x509_crt_free(&c->own);
    mbedtls_x509_crt_free(&c->trusted);
    mbedtls_pk_free(&c->key);
    mbedtls_ssl_cookie_free(&c->cookies);
}

static void context_trace(kr_vm *vm, kr_object *object) {
    const kr_ssl_context *c = (const kr_ssl_context *)object;
    const kr_value values[] = {c->protocol_list, c->verify_callback, c->psk_identity, c->psk_key,
                               c->server_psk_keys};
    kr_mark_values(vm, values, sizeof values / sizeof *values);
    kr_mark_block(vm, c->suites);
    kr_mark_block(vm, c->protocols);
}

static kr_value context_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    static const kr_value known[] = {N_protocol, 0};
    kr_value protocol[1];
    kr_bind_named(vm, "SSLContext", known, protocol, 1, 1, argc, argv, nkw, names);
    kr_word number = kr_index_word(vm, protocol[0]);
    if (number < KR_TLS_CLIENT || number > KR_DTLS_SERVER)
        kr_raise_value_error(vm, "invalid or unsupported protocol version");
    return KR_OBJECT(kr_ssl_context_new(vm, cls, number));
}

/* --- certificates and keys --- */

kr_value kr_ssl_file(kr_vm *vm, kr_value path) {
    kr_value arguments[2] = {path, kr_str_text(vm, "rb")};
    kr_value file = kr_call(vm, KR_OBJECT(&kr_open_function), 2, arguments);
    kr_value data = kr_call_method(vm, file, N_read, 0, NULL);
    kr_call_method(vm, file, N_close, 0, NULL);
    return data;
}

/* mbedTLS wants text (PEM) with its NUL counted, and binary (DER) without one. A bytes copy has a NUL behind
 * it. */
static kr_bytes *credentials(kr_vm *vm, kr_value v, size_t *size) {
    kr_buffer buffer;
    if (kr_is_str(v)) {
        const kr_str *text = kr_to_str(v);
        v = kr_bytes_value(vm, text->data, text->size);
    } else if (!kr_is_bytes(v)) {
        kr_get_buffer(vm, v, &buffer, false);
        v = kr_bytes_value(vm, buffer.data, buffer.size);
    }
    kr_bytes *bytes = kr_to_pointer(v);
    bool pem = bytes->size > 10 && strstr((const char *)bytes->data, "-----BEGIN ") != NULL;
    *size = bytes->size + (pem ? 1u : 0u);
    return bytes;
}

static _Noreturn void refuse(kr_vm *vm, int code, bool plain, const char *what) {
    if (plain) kr_raise_value_error(vm, "invalid %s", what);
    kr_raise_ssl(vm, code);
}

static bool given(kr_value v) {
    return v != KR_UNBOUND && v != KR_NONE;
}

static void parse_key(kr_vm *vm, kr_ssl_context *c, kr_value key, kr_value password, bool plain) {
    kr_buffer secret = {NULL, 0, false, 'B'};
    size_t size;
    kr_bytes *data = credentials(vm, key, &size);
    if (given(password)) {
        if (kr_is_str(password)) password = kr_call_method(vm, password, N_encode, 0, NULL);
        kr_get_buffer(vm, password, &secret, false);
    }
    mbedtls_pk_free(&c->key);
    mbedtls_pk_init(&c->key);
    int code = mbedtls_pk_parse_key(&c->key, data->data, size, secret.data, secret.size);
    if (code != 0) refuse(vm, code, plain, "key");
}

/* A key file of CPython's may be the certificate's file, too. */
void kr_ssl_load_chain(kr_vm *vm, kr_ssl_context *c, kr_value certificate, kr_value key, kr_value password,
                       bool plain) {
    size_t size;
    if (!given(key)) key = certificate;
    if (given(key)) parse_key(vm, c, key, password, plain);
    if (!given(certificate)) kr_raise_type(vm, "a key needs its certificate");
    kr_bytes *data = credentials(vm, certificate, &size);
    mbedtls_x509_crt_free(&c->own);
    mbedtls_x509_crt_init(&c->own);
    int code = mbedtls_x509_crt_parse(&c->own, data->data, size);
    if (code != 0) refuse(vm, code < 0 ? code : MBEDTLS_ERR_X509_INVALID_FORMAT, plain, "cert");
    code = mbedtls_pk_check_pair(&c->own.pk, &c->key);
    if (code != 0) kr_raise(vm, &kr_SSLError_type, "[SSL: KEY_VALUES_MISMATCH] key values mismatch");
    if (!c->has_own) check(vm, mbedtls_ssl_conf_own_cert(&c->config, &c->own, &c->key));
    c->has_own = true;
}

/* A bundle may hold certificates of kinds that mbedTLS does not know: they are left out, unless nothing
 * remains. */
void kr_ssl_load_trusted(kr_vm *vm, kr_ssl_context *c, kr_value data, bool plain) {
    size_t size;
    kr_bytes *bytes = credentials(vm, data, &size);
    int code = mbedtls_x509_crt_parse(&c->trusted, bytes->data, size);
    if (code < 0) refuse(vm, code, plain, "cert");
}

static kr_value loaded(kr_vm *vm, kr_value v) {
    return kr_is_str(v) ? kr_ssl_file(vm, v) : v;
}

static kr_value context_load_cert_chain(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value certificate = loaded(vm, argv[1]);
    kr_value key = given(argv[2]) ? loaded(vm, argv[2]) : KR_UNBOUND;
    kr_ssl_load_chain(vm, self_of(argv[0]), certificate, key, argv[3], false);
    return KR_NONE;
}
KR_METHOD(load_cert_chain, context_load_cert_chain, 2, 4, "self,certfile,keyfile,password",
          "load_cert_chain(certfile, keyfile=None, password=None)\nThe own certificate and its key: names of "
          "files, or bytes.");

/* tls.SSLContext takes the bytes alone, CPython's the name of a file first. */
static kr_value context_load_verify_locations(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_context *c = self_of(argv[0]);
    (void)argc;
    if (given(argv[2]))
        kr_raise(vm, &kr_NotImplementedError_type, "capath is not supported: give cafile or cadata");
    if (!given(argv[1]) && !given(argv[3]))
        kr_raise_type(vm, "cafile, capath and cadata cannot be all omitted");
    if (given(argv[1])) kr_ssl_load_trusted(vm, c, loaded(vm, argv[1]), false);
    if (given(argv[3])) kr_ssl_load_trusted(vm, c, argv[3], false);
    return KR_NONE;
}
KR_METHOD(load_verify_locations, context_load_verify_locations, 1, 4, "self,cafile,capath,cadata",
          "load_verify_locations(cafile=None, capath=None, cadata=None)\nThe certificates that are trusted: "
          "PEM or DER.");

static kr_value context_load_default_certs(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value path = kr_str_text(vm, "/etc/ssl/certs/ca-certificates.crt");
    kr_ssl_load_trusted(vm, self_of(argv[0]), kr_ssl_file(vm, path), false);
    return KR_NONE;
}
KR_METHOD(load_default_certs, context_load_default_certs, 1, 2, NULL,
          "load_default_certs()\nTrust what the system trusts; OSError where it says nothing.");

/* --- suites and protocols --- */

static kr_value context_get_ciphers(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_ssl_context *c = self_of(argv[0]);
    kr_value list = kr_list_new(vm, 0, NULL);
    (void)argc;
    const int *suite = c->suites != NULL ? c->suites : mbedtls_ssl_list_ciphersuites();
    for (; *suite != 0; suite++)
        kr_list_append(vm, kr_to_list(list), kr_str_text(vm, mbedtls_ssl_get_ciphersuite_name(*suite)));
    return list;
}
KR_METHOD(get_ciphers, context_get_ciphers, 1, 1, NULL,
          "get_ciphers()\nThe names of the cipher suites, best first.");

static kr_value context_set_ciphers(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_context *c = self_of(argv[0]);
    (void)argc;
    if (!kr_is_list(argv[1]) && !kr_is_tuple(argv[1]))
        kr_raise_type(vm, "a list of names is required, not '%T'", argv[1]);
    const kr_tuple *chosen = kr_to_tuple(kr_tuple_of(vm, argv[1]));
    int *suites = kr_bytes_new(vm, (chosen->size + 1) * sizeof *suites);
    for (size_t i = 0; i < chosen->size; i++) {
        suites[i] = mbedtls_ssl_get_ciphersuite_id(kr_str_arg(vm, chosen->items[i], "cipher"));
        if (suites[i] == 0) kr_raise_ssl(vm, MBEDTLS_ERR_SSL_BAD_CONFIG);
    }
    suites[chosen->size] = 0;
    c->suites = suites;
    mbedtls_ssl_conf_ciphersuites(&c->config, suites);
    return KR_NONE;
}
KR_METHOD(set_ciphers, context_set_ciphers, 2, 2, NULL,
          "set_ciphers(names)\nThe cipher suites that may be used, of those that get_ciphers() names.");

static kr_value context_set_alpn(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_context *c = self_of(argv[0]);
    (void)argc;
    kr_value kept = KR_OBJECT(kr_list_of(vm, argv[1]));
    const kr_list *list = kr_to_list(kept);
    const char **protocols = kr_bytes_new(vm, (list->size + 1) * sizeof *protocols);
    for (size_t i = 0; i < list->size; i++) protocols[i] = kr_str_arg(vm, list->items[i], "protocol");
    protocols[list->size] = NULL;
    c->protocol_list = kept;
    c->protocols = protocols;
    check(vm, mbedtls_ssl_conf_alpn_protocols(&c->config, protocols));
    return KR_NONE;
}
KR_METHOD(set_alpn_protocols, context_set_alpn, 2, 2, NULL,
          "set_alpn_protocols(protocols)\nThe application protocols to offer, best first.");

/* --- pre-shared keys; MicroPython's attributes --- */

/* Once keys are shared, only suites that use them will do: there is no falling back to certificates. */
static void restrict_to_psk(kr_vm *vm, kr_ssl_context *c) {
    const int *all = mbedtls_ssl_list_ciphersuites();
    size_t count = 0, used = 0;
    while (all[count] != 0) count++;
    int *suites = kr_bytes_new(vm, (count + 1) * sizeof *suites);
    for (size_t i = 0; i < count; i++) {
        const mbedtls_ssl_ciphersuite_t *info = mbedtls_ssl_ciphersuite_from_id(all[i]);
        bool shared = info != NULL && (info->key_exchange == MBEDTLS_KEY_EXCHANGE_PSK ||
                                       info->key_exchange == MBEDTLS_KEY_EXCHANGE_DHE_PSK ||
                                       info->key_exchange == MBEDTLS_KEY_EXCHANGE_ECDHE_PSK);
        if (shared) suites[used++] = all[i];
    }
    suites[used] = 0;
    c->suites = suites;
    mbedtls_ssl_conf_ciphersuites(&c->config, suites);
}

/* Identity and key go to mbedTLS together, as soon as both are there. */
static void share_key(kr_vm *vm, kr_ssl_context *c, kr_value identity, kr_value key) {
    kr_buffer name, secret;
    if (identity != KR_NONE && key != KR_NONE) {
        kr_get_buffer(vm, identity, &name, false);
        kr_get_buffer(vm, key, &secret, false);
        check(vm, mbedtls_ssl_conf_psk(&c->config, secret.data, secret.size, name.data, name.size));
        restrict_to_psk(vm, c);
    }
    c->psk_identity = identity;
    c->psk_key = key;
}

/* A value that is kept: bytes of any kind, as bytes. */
static kr_value kept_bytes(kr_vm *vm, kr_value v) {
    kr_buffer buffer;
    if (v == KR_UNBOUND || v == KR_NONE || kr_is_bytes(v)) return v == KR_UNBOUND ? KR_NONE : v;
    kr_get_buffer(vm, v, &buffer, false);
    return kr_bytes_value(vm, buffer.data, buffer.size);
}

static kr_value get_psk_identity(kr_vm *vm, kr_value self) {
    (void)vm;
    return self_of(self)->psk_identity;
}
static void set_psk_identity(kr_vm *vm, kr_value self, kr_value v) {
    share_key(vm, self_of(self), kept_bytes(vm, v), self_of(self)->psk_key);
}
static kr_value get_psk_key(kr_vm *vm, kr_value self) {
    (void)vm;
    return self_of(self)->psk_key;
}
static void set_psk_key(kr_vm *vm, kr_value self, kr_value v) {
    share_key(vm, self_of(self), self_of(self)->psk_identity, kept_bytes(vm, v));
}
KR_GETSET(psk_identity, get_psk_identity, set_psk_identity);
KR_GETSET(psk_key, get_psk_key, set_psk_key);

/* --- mbedTLS asks a server for the key of an identity --- */

typedef struct key_question {
    kr_value keys;
    const unsigned char *identity;
    size_t size;
    kr_value answer;
} key_question;

static void ask_for_key(kr_vm *vm, void *data) {
    key_question *q = data;
    kr_value identity = kr_bytes_value(vm, q->identity, q->size);
    q->answer = kr_call_method(vm, q->keys, N_get, 1, &identity);
}

static int find_key(void *context, mbedtls_ssl_context *ssl, const unsigned char *identity, size_t size) {
    kr_ssl_socket *s = (kr_ssl_socket *)((char *)ssl - offsetof(kr_ssl_socket, ssl));
    key_question q = {.keys = ((kr_ssl_context *)context)->server_psk_keys,
                      .identity = identity,
                      .size = size,
                      .answer = KR_NONE};
    kr_value raised = kr_try(s->vm, ask_for_key, &q);
    if (raised != KR_UNBOUND) s->raised = raised;
    if (raised != KR_UNBOUND || !kr_is_bytes(q.answer)) return MBEDTLS_ERR_SSL_UNKNOWN_IDENTITY;
    const kr_bytes *key = kr_to_pointer(q.answer);
    return mbedtls_ssl_set_hs_psk(ssl, key->data, key->size);
}

static kr_value get_server_psk_keys(kr_vm *vm, kr_value self) {
    (void)vm;
    return self_of(self)->server_psk_keys;
}
static void set_server_psk_keys(kr_vm *vm, kr_value self, kr_value v) {
    kr_ssl_context *c = self_of(self);
    c->server_psk_keys = v == KR_UNBOUND ? KR_NONE : v;
    mbedtls_ssl_conf_psk_cb(&c->config, c->server_psk_keys != KR_NONE ? find_key : NULL, c);
    if (c->server_psk_keys != KR_NONE) restrict_to_psk(vm, c);
}
KR_GETSET(server_psk_keys, get_server_psk_keys, set_server_psk_keys);

/* --- rules --- */

static kr_value get_verify_mode(kr_vm *vm, kr_value self) {
    (void)vm;
    return KR_INT(self_of(self)->verify_mode);
}
/* Who asks for no verification means that of the name, too. */
static void set_verify_mode(kr_vm *vm, kr_value self, kr_value v) {
    kr_word mode = v == KR_UNBOUND ? -1 : kr_index_word(vm, v);
    if (mode < 0 || mode > MBEDTLS_SSL_VERIFY_REQUIRED)
        kr_raise_value_error(vm, "invalid value for verify_mode");
    self_of(self)->verify_mode = (uint8_t)mode;
    if (mode == MBEDTLS_SSL_VERIFY_NONE) self_of(self)->check_hostname = false;
}
static kr_value get_check_hostname(kr_vm *vm, kr_value self) {
    (void)vm;
    return kr_bool(self_of(self)->check_hostname);
}
static void set_check_hostname(kr_vm *vm, kr_value self, kr_value v) {
    kr_ssl_context *c = self_of(self);
    c->check_hostname = v != KR_UNBOUND && kr_truth(vm, v);
    if (c->check_hostname && c->verify_mode == MBEDTLS_SSL_VERIFY_NONE)
        c->verify_mode = MBEDTLS_SSL_VERIFY_REQUIRED;
}
static kr_value get_verify_callback(kr_vm *vm, kr_value self) {
    (void)vm;
    return self_of(self)->verify_callback;
}
static void set_verify_callback(kr_vm *vm, kr_value self, kr_value v) {
    (void)vm;
    self_of(self)->verify_callback = v == KR_UNBOUND ? KR_NONE : v;
}
static kr_value get_protocol(kr_vm *vm, kr_value self) {
    (void)vm;
    return KR_INT(self_of(self)->protocol);
}
KR_GETSET(verify_mode, get_verify_mode, set_verify_mode);
KR_GETSET(check_hostname, get_check_hostname, set_check_hostname);
KR_GETSET(verify_callback, get_verify_callback, set_verify_callback);
KR_GETSET(protocol, get_protocol, NULL);

/* --- wrap_socket() --- */

static kr_value context_wrap_socket(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_context *c = self_of(argv[0]);
    (void)argc;
    bool server = argv[2] != KR_UNBOUND && kr_truth(vm, argv[2]);
    if (server && !kr_ssl_context_is_server(c)) /* CPython's words begin like this, too */
        kr_raise_value_error(vm, "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context");
    kr_ssl_wrapping how = {.stream = argv[1],
                           .server = kr_ssl_context_is_server(c),
                           .handshake = argv[3] == KR_UNBOUND || kr_truth(vm, argv[3]),
                           .hostname = argv[5],
                           .client_id = argv[7]};
    return kr_ssl_wrap(vm, c, &how);
}
KR_METHOD(
    wrap_socket, context_wrap_socket, 2, 8,
    "self,sock,server_side,do_handshake_on_connect,suppress_ragged_eofs,server_hostname,session,client_id",
    "wrap_socket(sock, server_side=False, do_handshake_on_connect=True, server_hostname=None)\nSpeak TLS "
    "over a socket or stream.");

static const kr_member members[] = {
    {N___module__, N_ssl},
    KR_ENTRY(load_cert_chain, context_load_cert_chain),
    KR_ENTRY(load_verify_locations, context_load_verify_locations),
    KR_ENTRY(load_default_certs, context_load_default_certs),
    KR_ENTRY(get_ciphers, context_get_ciphers),
    KR_ENTRY(set_ciphers, context_set_ciphers),
    KR_ENTRY(set_alpn_protocols, context_set_alpn),
    KR_ENTRY(wrap_socket, context_wrap_socket),
    KR_GETSET_ENTRY(verify_mode, get_verify_mode),
    KR_GETSET_ENTRY(check_hostname, get_check_hostname),
    KR_GETSET_ENTRY(verify_callback, get_verify_callback),
    KR_GETSET_ENTRY(protocol, get_protocol),
    KR_GETSET_ENTRY(psk_identity, get_psk_identity),
    KR_GETSET_ENTRY(psk_key, get_psk_key),
    KR_GETSET_ENTRY(server_psk_keys, get_server_psk_keys),
};
static const kr_ops context_ops = {.trace = context_trace, .finalize = context_finalize};
const kr_type kr_ssl_context_type = {.head = {&kr_type_type},
                                     .name = N_SSLContext,
                                     .base = &kr_object_type,
                                     .solid = &kr_ssl_context_type,
                                     .ops = &context_ops,
                                     .flags = KR_TYPE_FINALIZE,
                                     .size = sizeof(kr_ssl_context),
                                     .member_count = sizeof members / sizeof *members,
                                     .members = members,
                                     .make = context_make};
#endif
