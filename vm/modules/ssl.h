#ifndef KR_SSL_H
#define KR_SSL_H
/* What select and files over sockets ask of ssl sockets. */
#include "modules/select.h"
#include "modules/socket.h"

#if KR_WITH_SSL
bool kr_is_ssl_socket(kr_value v);
/* kr_poll_view_of for an ssl socket; false when v is none. */
bool kr_ssl_poll_view(kr_vm *vm, kr_value v, uint16_t events, kr_poll_view *view);
/* As kr_stream_read and its like. */
ptrdiff_t kr_ssl_read(kr_vm *vm, kr_value v, void *data, size_t size);
ptrdiff_t kr_ssl_write(kr_vm *vm, kr_value v, const void *data, size_t size);
/* A file made from it was closed. */
void kr_ssl_release(kr_vm *vm, kr_value v);
#else
static inline bool kr_is_ssl_socket(kr_value v) {
    (void)v;
    return false;
}
static inline bool kr_ssl_poll_view(kr_vm *vm, kr_value v, uint16_t events, kr_poll_view *view) {
    (void)vm, (void)v, (void)events, (void)view;
    return false;
}
static inline ptrdiff_t kr_ssl_read(kr_vm *vm, kr_value v, void *data, size_t size) {
    (void)vm, (void)v, (void)data, (void)size;
    return -KR_ENOSYS;
}
static inline ptrdiff_t kr_ssl_write(kr_vm *vm, kr_value v, const void *data, size_t size) {
    (void)vm, (void)v, (void)data, (void)size;
    return -KR_ENOSYS;
}
static inline void kr_ssl_release(kr_vm *vm, kr_value v) {
    (void)vm, (void)v;
}
#endif

#endif
