/*
 * A PKCS #11 module that passes everything on to another one, but for what a file tells it to spoil. For tests: what
 * an HSM does on its worst days, with a real token behind it.
 *
 * PKCS11_BEHIND names the module behind it and PKCS11_FAULT the file, which holds lines: a function's name, what
 * becomes of its calls, a number, and how many calls it strikes. Each strike adds a byte to a file of the function's.
 */
#define CK_PTR *
#define CK_DECLARE_FUNCTION(returnType, name) returnType name
#define CK_DECLARE_FUNCTION_POINTER(returnType, name) returnType(*name)
#define CK_CALLBACK_FUNCTION(returnType, name) returnType(*name)
#ifndef NULL_PTR
#define NULL_PTR 0
#endif
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "pkcs11.h"

static CK_FUNCTION_LIST *behind;
static CK_FUNCTION_LIST before;

struct fault {
  char function[40];
  char kind[20];
  unsigned long number;
  long count;
};

static long strikes(const char *path, const char *function, int add) {
  char name[4096];
  snprintf(name, sizeof name, "%s.%s", path, function);
  FILE *file = fopen(name, "a");
  if (!file) return 0;
  if (add) fputc('x', file);
  fseek(file, 0, SEEK_END);
  long length = ftell(file);
  fclose(file);
  return length;
}

/* Whether this call is struck, and by what. What needs no answer of the module's is done at once. */
static int struck(const char *function, struct fault *fault) {
  const char *path = getenv("PKCS11_FAULT");
  FILE *file = path ? fopen(path, "r") : NULL;
  if (!file) return 0;
  int found = 0;
  while (!found && fscanf(file, "%39s %19s %lu %ld", fault->function, fault->kind, &fault->number, &fault->count) == 4)
    found = strcmp(fault->function, function) == 0;
  fclose(file);
  if (!found || strikes(path, function, 0) >= fault->count) return 0;
  strikes(path, function, 1);
  if (strcmp(fault->kind, "hang") == 0)
    for (;;) pause();
  if (strcmp(fault->kind, "sleep") == 0) usleep(fault->number * 1000);
  if (strcmp(fault->kind, "crash") == 0) _exit(9);
  return 1;
}

static int refuses(const struct fault *fault) { return strcmp(fault->kind, "code") == 0; }

#define SPOILED(name, declared, passed)                          \
  static CK_RV spoiled_##name declared {                         \
    struct fault fault;                                          \
    if (struck(#name, &fault) && refuses(&fault)) return fault.number; \
    return behind->name passed;                                  \
  }

SPOILED(C_Login, (CK_SESSION_HANDLE s, CK_USER_TYPE u, CK_UTF8CHAR_PTR p, CK_ULONG l), (s, u, p, l))
SPOILED(C_OpenSession, (CK_SLOT_ID i, CK_FLAGS f, CK_VOID_PTR a, CK_NOTIFY n, CK_SESSION_HANDLE_PTR s), (i, f, a, n, s))
SPOILED(C_GetAttributeValue, (CK_SESSION_HANDLE s, CK_OBJECT_HANDLE o, CK_ATTRIBUTE_PTR t, CK_ULONG n), (s, o, t, n))
SPOILED(C_EncryptInit, (CK_SESSION_HANDLE s, CK_MECHANISM_PTR m, CK_OBJECT_HANDLE k), (s, m, k))
SPOILED(C_DecryptInit, (CK_SESSION_HANDLE s, CK_MECHANISM_PTR m, CK_OBJECT_HANDLE k), (s, m, k))
SPOILED(C_Encrypt, (CK_SESSION_HANDLE s, CK_BYTE_PTR i, CK_ULONG n, CK_BYTE_PTR o, CK_ULONG_PTR m), (s, i, n, o, m))

static CK_RV spoiled_C_Decrypt(CK_SESSION_HANDLE s, CK_BYTE_PTR in, CK_ULONG n, CK_BYTE_PTR out, CK_ULONG_PTR m) {
  struct fault fault;
  int is_struck = struck("C_Decrypt", &fault);
  if (is_struck && refuses(&fault)) return fault.number;
  CK_RV result = behind->C_Decrypt(s, in, n, out, m);
  if (!is_struck || result != CKR_OK || out == NULL || *m == 0) return result;
  if (strcmp(fault.kind, "cut") == 0) *m -= 1;
  if (strcmp(fault.kind, "flip") == 0) out[*m / 2] ^= 1;
  if (strcmp(fault.kind, "replace") == 0) memset(out, 0x5a, *m);
  return result;
}

static CK_RV spoiled_C_GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info) {
  struct fault fault;
  CK_RV result = behind->C_GetTokenInfo(slot, info);
  if (result == CKR_OK && struck("C_GetTokenInfo", &fault)) info->flags |= fault.number;
  return result;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  if (!behind) {
    void *module = dlopen(getenv("PKCS11_BEHIND"), RTLD_NOW);
    CK_C_GetFunctionList get = module ? (CK_C_GetFunctionList)dlsym(module, "C_GetFunctionList") : NULL;
    if (!get || get(&behind) != CKR_OK) return CKR_GENERAL_ERROR;
    before = *behind;
    before.C_GetTokenInfo = spoiled_C_GetTokenInfo;
    before.C_Login = spoiled_C_Login;
    before.C_OpenSession = spoiled_C_OpenSession;
    before.C_GetAttributeValue = spoiled_C_GetAttributeValue;
    before.C_EncryptInit = spoiled_C_EncryptInit;
    before.C_DecryptInit = spoiled_C_DecryptInit;
    before.C_Encrypt = spoiled_C_Encrypt;
    before.C_Decrypt = spoiled_C_Decrypt;
  }
  *list = &before;
  return CKR_OK;
}
