#ifndef KR_SSL_PARTS_H
#define KR_SSL_PARTS_H
/* The ssl module from inside: contexts, sockets and errors, over mbedTLS.
 *
 * mbedTLS's structures lie in our objects; what hangs off them is memory of its own, which the objects'
 * finalisers give back. mbedTLS calls us to move bytes and to check certificates; no such call may raise
 * through it, so what a program's code raises there is kept in the socket until mbedTLS has returned. */
#include "core/config.h"
#if KR_WITH_SSL
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_cookie.h>
#include <mbedtls/x509_crt.h>
#include "core/native.h"
#include "modules/ssl.h"

enum kr_ssl_protocol { KR_TLS_CLIENT = 16, KR_TLS_SERVER = 17, KR_DTLS_CLIENT = 18, KR_DTLS_SERVER = 19 };

typedef struct kr_ssl_context {
    kr_object head;
    mbedtls_ssl_config config;
    mbedtls_x509_crt own, trusted;
    mbedtls_pk_context key;
    mbedtls_ssl_cookie_ctx cookies; /* DTLS servers */
    int *suites;                    /* a bytes block, ended by 0; NULL: all */
    const char *
        *protocols; /* ALPN: a bytes block, ended by NULL, of pointers into the strs of protocol_list */
    kr_value protocol_list;
    kr_value verify_callback; /* function(certificate, depth) or None; MicroPython's */
    kr_value psk_identity, psk_key, server_psk_keys;
    uint8_t protocol;    /* enum kr_ssl_protocol */
    uint8_t verify_mode; /* CERT_NONE … CERT_REQUIRED, mbedTLS's numbers */
    bool check_hostname;
    bool has_own;
} kr_ssl_context;

typedef struct kr_ssl_socket {
    kr_object head;
    kr_vm *vm;
    mbedtls_ssl_context ssl;
    kr_value stream; /* a kr_socket, or any stream object */
    kr_value context;
    kr_value hostname;                  /* str or None */
    kr_value raised;                    /* by code of the program that mbedTLS called, or 0 */
    int io_error;                       /* of the socket below, a KR_E…, or 0 */
    uint64_t intermediate_us, final_us; /* DTLS: when a flight is to be sent again; 0: no timer */
    uint16_t read_wants, write_wants; /* what the stream must be ready for, that a read or write may go on */
    uint32_t files;
    uint8_t ip[16], ip_size; /* the hostname as an address, for certificates of addresses */
    bool server, handshaken, failed, ended, closed, busy, closing;
} kr_ssl_socket;

extern const kr_type kr_ssl_context_type, kr_ssl_socket_type;
extern const kr_type kr_SSLError_type, kr_SSLWantReadError_type, kr_SSLWantWriteError_type,
    kr_SSLEOFError_type, kr_SSLZeroReturnError_type, kr_SSLSyscallError_type,
    kr_SSLCertVerificationError_type;

/* --- errors: ssl.c --- */
_Noreturn void kr_raise_ssl(kr_vm *vm, int code); /* an MBEDTLS_ERR_… */
_Noreturn void kr_raise_ssl_verify(kr_vm *vm, uint32_t flags);

/* --- contexts: ssl_context.c --- */
kr_ssl_context *kr_ssl_context_new(kr_vm *vm, const kr_type *cls, kr_word protocol);
bool kr_ssl_context_is_server(const kr_ssl_context *c);
bool kr_ssl_context_is_datagram(const kr_ssl_context *c);
/* Certificates and keys: str names a file, anything else is the bytes. `plain` makes a bad one a ValueError,
 * as MicroPython's wrap_socket does. */
void kr_ssl_load_chain(kr_vm *vm, kr_ssl_context *c, kr_value certificate, kr_value key, kr_value password,
                       bool plain);
void kr_ssl_load_trusted(kr_vm *vm, kr_ssl_context *c, kr_value data, bool plain);
/* The bytes of a file. */
kr_value kr_ssl_file(kr_vm *vm, kr_value path);

/* --- sockets: ssl_socket.c --- */
typedef struct kr_ssl_wrapping {
    kr_value stream, hostname, client_id;
    bool server, handshake;
} kr_ssl_wrapping;
kr_value kr_ssl_wrap(kr_vm *vm, kr_ssl_context *c, const kr_ssl_wrapping *how);

/* ssl_certificate.c: what getpeercert() and the check of the other end need. */
kr_value kr_ssl_certificate_dict(kr_vm *vm, const mbedtls_x509_crt *certificate);
extern const kr_builtin kr_ssl_pem_to_der, kr_ssl_der_to_pem;
int kr_ssl_verify(void *socket, mbedtls_x509_crt *certificate, int depth,
                  uint32_t *flags); /* mbedTLS's f_vrfy */

#endif
#endif
