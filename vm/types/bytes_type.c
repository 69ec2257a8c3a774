/* The types bytes and bytearray: the tables of their methods, which are the same but for those that change a
 * bytearray. */
#include "core/native.h"
#include "types/byte_string.h"

KR_METHOD(capitalize, kr_byte_capitalize, 1, 1, NULL,
          "capitalize()\nThe first byte upper case, the rest lower case.");
KR_METHOD(center, kr_byte_center, 2, 3, NULL, "center(width, fillbyte=b' ')\nPadded on both sides.");
KR_METHOD(count, kr_byte_count, 2, 4, NULL,
          "count(sub, start=0, stop=len)\nHow often sub occurs, not overlapping.");
KR_METHOD(decode, kr_byte_decode, 1, 3, "self,encoding,errors",
          "decode(encoding='utf-8', errors='strict')\nThe text that the bytes encode.");
KR_METHOD(endswith, kr_byte_endswith, 2, 4, NULL,
          "endswith(suffix, start=0, stop=len)\nTrue when it ends with suffix or with one of a tuple.");
KR_METHOD(expandtabs, kr_byte_expandtabs, 1, 2, "self,tabsize",
          "expandtabs(tabsize=8)\nTabs replaced by blanks.");
KR_METHOD(find, kr_byte_find, 2, 4, NULL,
          "find(sub, start=0, stop=len)\nIndex of the first occurrence, or -1.");
KR_CLASSMETHOD(fromhex, kr_byte_fromhex, 2, 2, NULL, "fromhex(text)\nFrom pairs of hexadecimal digits.");
KR_METHOD(hex, kr_byte_hex, 1, 3, "self,sep,bytes_per_sep",
          "hex(sep, bytes_per_sep=1)\nPairs of hexadecimal digits.");
KR_METHOD(index, kr_byte_index, 2, 4, NULL,
          "index(sub, start=0, stop=len)\nIndex of the first occurrence; ValueError when there is none.");
KR_METHOD(isalnum, kr_byte_isalnum, 1, 1, NULL, "isalnum()\nTrue when all are ASCII letters or digits.");
KR_METHOD(isalpha, kr_byte_isalpha, 1, 1, NULL, "isalpha()\nTrue when all are ASCII letters.");
KR_METHOD(isascii, kr_byte_isascii, 1, 1, NULL, "isascii()\nTrue when all are below 128.");
KR_METHOD(isdigit, kr_byte_isdigit, 1, 1, NULL, "isdigit()\nTrue when all are ASCII digits.");
KR_METHOD(islower, kr_byte_islower, 1, 1, NULL,
          "islower()\nTrue when there are letters and all are lower case.");
KR_METHOD(isspace, kr_byte_isspace, 1, 1, NULL, "isspace()\nTrue when all are ASCII blanks.");
KR_METHOD(istitle, kr_byte_istitle, 1, 1, NULL,
          "istitle()\nTrue when words begin upper case and go on lower case.");
KR_METHOD(isupper, kr_byte_isupper, 1, 1, NULL,
          "isupper()\nTrue when there are letters and all are upper case.");
KR_METHOD(join, kr_byte_join, 2, 2, NULL,
          "join(iterable)\nThe bytes objects of iterable with this one between them.");
KR_METHOD(ljust, kr_byte_ljust, 2, 3, NULL, "ljust(width, fillbyte=b' ')\nPadded on the right.");
KR_METHOD(lower, kr_byte_lower, 1, 1, NULL, "lower()\nASCII letters in lower case.");
KR_METHOD(lstrip, kr_byte_lstrip, 1, 2, NULL,
          "lstrip(bytes=None)\nWithout leading blanks or the given bytes.");
KR_STATIC(maketrans, kr_byte_maketrans, 2, 2, NULL, "maketrans(from, to)\nA table for translate().");
KR_METHOD(partition, kr_byte_partition, 2, 2, NULL, "partition(sep)\n(before, sep, after) at the first sep.");
KR_METHOD(removeprefix, kr_byte_removeprefix, 2, 2, NULL,
          "removeprefix(prefix)\nWithout prefix, when it begins so.");
KR_METHOD(removesuffix, kr_byte_removesuffix, 2, 2, NULL,
          "removesuffix(suffix)\nWithout suffix, when it ends so.");
KR_METHOD(replace, kr_byte_replace, 3, 4, NULL,
          "replace(old, new, count=-1)\nWith occurrences of old replaced by new.");
KR_METHOD(rfind, kr_byte_rfind, 2, 4, NULL,
          "rfind(sub, start=0, stop=len)\nIndex of the last occurrence, or -1.");
KR_METHOD(rindex, kr_byte_rindex, 2, 4, NULL,
          "rindex(sub, start=0, stop=len)\nIndex of the last occurrence; ValueError when there is none.");
KR_METHOD(rjust, kr_byte_rjust, 2, 3, NULL, "rjust(width, fillbyte=b' ')\nPadded on the left.");
KR_METHOD(rpartition, kr_byte_rpartition, 2, 2, NULL,
          "rpartition(sep)\n(before, sep, after) at the last sep.");
KR_METHOD(rsplit, kr_byte_rsplit, 1, 3, "self,sep,maxsplit",
          "rsplit(sep=None, maxsplit=-1)\nThe parts between separators, split from the end.");
KR_METHOD(rstrip, kr_byte_rstrip, 1, 2, NULL,
          "rstrip(bytes=None)\nWithout trailing blanks or the given bytes.");
KR_METHOD(split, kr_byte_split, 1, 3, "self,sep,maxsplit",
          "split(sep=None, maxsplit=-1)\nThe parts between separators.");
KR_METHOD(splitlines, kr_byte_splitlines, 1, 2, "self,keepends", "splitlines(keepends=False)\nThe lines.");
KR_METHOD(startswith, kr_byte_startswith, 2, 4, NULL,
          "startswith(prefix, start=0, stop=len)\nTrue when it begins with prefix or with one of a tuple.");
KR_METHOD(strip, kr_byte_strip, 1, 2, NULL,
          "strip(bytes=None)\nWithout blanks or the given bytes at both ends.");
KR_METHOD(swapcase, kr_byte_swapcase, 1, 1, NULL, "swapcase()\nUpper case for lower case and the reverse.");
KR_METHOD(title, kr_byte_title, 1, 1, NULL, "title()\nWords begin upper case and go on lower case.");
KR_METHOD(translate, kr_byte_translate, 2, 3, "self,table,/,delete",
          "translate(table, delete=b'')\nEach byte replaced by what the table has for it.");
KR_METHOD(upper, kr_byte_upper, 1, 1, NULL, "upper()\nASCII letters in upper case.");
KR_METHOD(zfill, kr_byte_zfill, 2, 2, NULL, "zfill(width)\nPadded with zeros behind the sign.");

#define ENTRY(name) KR_ENTRY(name, kr_byte_##name),

static const kr_member bytes_members[] = {KR_BYTE_METHODS(ENTRY)};

KR_METHOD(append, kr_bytearray_append_method, 2, 2, NULL, "append(byte)\nAdd a byte at the end.");
KR_METHOD(clear, kr_bytearray_clear_method, 1, 1, NULL, "clear()\nRemove all bytes.");
KR_METHOD(copy, kr_bytearray_copy_method, 1, 1, NULL, "copy()\nA new bytearray of the same bytes.");
KR_METHOD(extend, kr_bytearray_extend_method, 2, 2, NULL,
          "extend(iterable)\nAdd the bytes of iterable at the end.");
KR_METHOD(insert, kr_bytearray_insert_method, 3, 3, NULL, "insert(index, byte)\nInsert a byte before index.");
KR_METHOD(pop, kr_bytearray_pop_method, 1, 2, NULL,
          "pop(index=-1)\nRemove and return a byte; IndexError when there is none.");
KR_METHOD(remove, kr_bytearray_remove_method, 2, 2, NULL,
          "remove(byte)\nRemove the first such byte; ValueError when there is none.");
KR_METHOD(reverse, kr_bytearray_reverse_method, 1, 1, NULL, "reverse()\nReverse the order in place.");
KR_METHOD_KW(__init__, kr_bytearray_init, 1, KR_ANY,
             "__init__(source=b'', encoding, errors)\nFill the bytearray anew.");

#define ARRAY_ENTRY(name) KR_ENTRY(name, kr_bytearray_##name##_method),

static const kr_member bytearray_members[] = {KR_BYTE_METHODS(ENTRY) KR_BYTEARRAY_METHODS(ARRAY_ENTRY)
                                                  KR_ENTRY(__init__, kr_bytearray_init)};

const kr_type kr_bytes_type = {
    .head = {&kr_type_type},
    .name = N_bytes,
    .base = &kr_object_type,
    .solid = &kr_bytes_type,
    .ops = &kr_bytes_ops,
    .flags = KR_TYPE_VARIABLE,
    .size = sizeof(kr_bytes),
    .member_count = sizeof bytes_members / sizeof *bytes_members,
    .members = bytes_members,
    .make = kr_bytes_make,
};

const kr_type kr_bytearray_type = {
    .head = {&kr_type_type},
    .name = N_bytearray,
    .base = &kr_object_type,
    .solid = &kr_bytearray_type,
    .ops = &kr_bytearray_ops,
    .size = sizeof(kr_bytearray),
    .member_count = sizeof bytearray_members / sizeof *bytearray_members,
    .members = bytearray_members,
    .make = kr_bytearray_make,
};
