/** Endings that compilers add to a symbol; they say nothing about the function. */
const COMPILER_SUFFIX = /(?:\.(?:lto_priv|constprop|isra|part|cold|llvm|localalias|clone|specialized|\d+)\b)+.*$/;

/** Functions of the C library, without the underscores and prefixes that versions of it put in front. */
const LIBC =
  /^(?:pthread_\w+|lll_\w+|futex_?\w*|new_sem_\w+|sem_\w+|clock_nanosleep\w*|nanosleep\w*|usleep|sleep|sched_yield|epoll_p?wait2?|p?poll|p?select|kevent|psynch_\w+|(?:libc_)?(?:read|write|recv|send|fork|vfork|open|close|connect|accept)|readv|writev|pread64|pwrite64|recvfrom|recvmsg|sendto|sendmsg|sendfile(?:64)?|accept4|openat|fsync|fdatasync|sync_file_range|msync|ftruncate(?:64)?|fallocate(?:64)?|rename|unlink|wait[34]|waitpid|waitid|thrd_sleep|cnd_wait|mtx_lock|timedwait(?:_cp)?|timedwait_cp|syscall(?:_cp\w*)?|kill|tgkill|raise|gsignal|abort|restore_rt|kernel_rt_sigreturn|start_thread|clone3?|libc_start_\w+|start|GI_\w+|arena_get\w*|int_(?:malloc|free|realloc)|libc_(?:malloc|free|realloc|calloc))$/;

const LOCK_WRAPPER =
  /^(?:uv_(?:mutex_lock|cond_wait|cond_timedwait|barrier_wait|rwlock_(?:rd|wr)lock|sem_wait|thread_join)|std::(?:__\d+::)?(?:mutex|recursive_mutex|condition_variable|thread|shared_mutex|this_thread)\b.*|__gthread_\w+|std::sys::.*|parking_lot\w*::.*)/;

/** One name per function, whatever glibc, compiler, product or debugger makes of it. */
export function canonicalName(raw: string | undefined): string {
  if (!raw) return '';
  if (raw.startsWith('<')) return raw;
  let name = raw;
  const version = name.indexOf('@');
  if (version > 0) name = name.slice(0, version);
  name = name.replace(COMPILER_SUFFIX, '');
  if (name.startsWith('_')) {
    const bare = name.replace(/^_+(?:GI_)?_*/, '');
    if (LIBC.test(bare)) name = bare;
  }
  if (name.startsWith('VM_')) return `RM_${name.slice(3)}`;
  if (name.startsWith('ValkeyModule')) return `RedisModule${name.slice(12)}`;
  return name.replace(/^new_sem_/, 'sem_');
}

export function isLibcName(name: string): boolean {
  return LIBC.test(name) || LOCK_WRAPPER.test(name);
}

/** Base name of the object is the C library or its loader. */
const LIBC_OBJECT = /^(?:libc|libpthread|ld|librt|libm|libdl|linux-vdso|libsystem_\w+|libstdc\+\+|ld-linux[-\w]*|ld-musl[-\w]*)[-.\d]/;
const SERVER_OBJECT = /^(?:redis|valkey|keydb|dragonfly)[\w.-]*/;

export type Layer = 'libc' | 'server' | 'module' | 'library' | 'kernel' | 'unknown';

/** Libraries that a server or module links and that are no module themselves. */
const LIBRARY_OBJECT =
  /^lib(?:jemalloc|tcmalloc|ssl|crypto|lua|uv|hiredis|systemd|gcc_s|asan|tsan|ubsan|unwind|backtrace|numa|z|zstd|atomic)\b/;

export function layerOf(object: string | undefined, file: string | undefined, name: string): Layer {
  if (object) {
    if (object === '[kernel]') return 'kernel';
    if (LIBC_OBJECT.test(object)) return 'libc';
    if (LIBRARY_OBJECT.test(object)) return 'library';
    if (/\.so(?:\.|$)|\.dylib$/.test(object)) return 'module';
    if (SERVER_OBJECT.test(object)) return 'server';
  }
  if (file && /(?:^|\/)(?:nptl|sysdeps|csu)\//.test(file)) return 'libc';
  return isLibcName(name) ? 'libc' : 'unknown';
}
