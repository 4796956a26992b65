// A module whose commands misbehave in one way each. It declares the few functions of the module API that it needs itself.
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Ctx Ctx;
typedef struct Text Text;
typedef int (*Command)(Ctx *, Text **, int);
static int (*CreateCommand)(Ctx *, const char *, Command, const char *, int, int, int);
static void (*SetModuleAttribs)(Ctx *, const char *, int, int);
static int (*ReplyWithLongLong)(Ctx *, long long);
static void (*Assert)(const char *, const char *, int);
static void (*Log)(Ctx *, const char *, const char *, ...);

__attribute__((noinline)) static int trouble_null(Ctx *ctx, Text **argv, int argc) {
  (void)argv, (void)argc;
  volatile int *nothing = NULL;
  *nothing = 42;
  return ReplyWithLongLong(ctx, 1);
}
__attribute__((noinline)) static int trouble_spin(Ctx *ctx, Text **argv, int argc) {
  (void)ctx, (void)argv, (void)argc;
  for (volatile unsigned long i = 0;; i++) {
  }
}
__attribute__((noinline)) static int trouble_sleep(Ctx *ctx, Text **argv, int argc) {
  (void)argv, (void)argc;
  usleep(25 * 1000 * 1000);
  return ReplyWithLongLong(ctx, 1);
}
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
__attribute__((noinline)) static int trouble_lock(Ctx *ctx, Text **argv, int argc) {
  (void)argv, (void)argc;
  pthread_mutex_lock(&gate);
  pthread_mutex_lock(&gate);
  return ReplyWithLongLong(ctx, 1);
}
__attribute__((noinline)) static int trouble_exit(Ctx *ctx, Text **argv, int argc) {
  (void)ctx, (void)argv, (void)argc;
  _exit(3);
}
__attribute__((noinline)) static int trouble_abort(Ctx *ctx, Text **argv, int argc) {
  (void)ctx, (void)argv, (void)argc;
  abort();
}
static int trouble_assert(Ctx *ctx, Text **argv, int argc) {
  (void)argv, (void)argc;
  Assert("index->count > 0", "trouble.c", 77);
  return ReplyWithLongLong(ctx, 1);
}
__attribute__((noinline)) static int trouble_recurse(volatile int *deep) {
  volatile int here[64] = {*deep + 1};
  return trouble_recurse(here) + here[0];
}
static int trouble_stack(Ctx *ctx, Text **argv, int argc) {
  (void)argv, (void)argc;
  volatile int start = 0;
  return ReplyWithLongLong(ctx, trouble_recurse(&start));
}
static void *trouble_worker(void *nothing) {
  sleep(2);
  *(volatile int *)nothing = 1;
  return NULL;
}
static int trouble_thread(Ctx *ctx, Text **argv, int argc) {
  (void)argv, (void)argc;
  pthread_t thread;
  pthread_create(&thread, NULL, trouble_worker, NULL);
  return ReplyWithLongLong(ctx, 1);
}

#define GET(name) get("RedisModule_" #name, (void *)&name)
int RedisModule_OnLoad(Ctx *ctx, Text **argv, int argc) {
  (void)argv;
  int (*get)(const char *, void *) = ((void **)ctx)[0];
  GET(CreateCommand), GET(SetModuleAttribs), GET(ReplyWithLongLong), GET(Log);
  get("RedisModule__Assert", (void *)&Assert);
  SetModuleAttribs(ctx, "trouble", 10203, 1);
  if (argc > 0) {
    Log(ctx, "warning", "trouble was told not to load");
    return 1;
  }
  const struct { const char *name; Command run; } commands[] = {
    {"trouble.null", trouble_null}, {"trouble.spin", trouble_spin}, {"trouble.sleep", trouble_sleep}, {"trouble.lock", trouble_lock}, {"trouble.exit", trouble_exit},
    {"trouble.abort", trouble_abort}, {"trouble.assert", trouble_assert}, {"trouble.stack", trouble_stack}, {"trouble.thread", trouble_thread},
  };
  for (unsigned i = 0; i < sizeof commands / sizeof *commands; i++)
    if (CreateCommand(ctx, commands[i].name, commands[i].run, "", 0, 0, 0) != 0) return 1;
  return 0;
}
