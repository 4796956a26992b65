import { isLibcName } from '../facts/threads/names.js';

/* Frames that say nothing about a bug: every stack has them. Names as frameName (diagnosis/frames.ts) gives them, module API in its RM_ form. */

/** Dispatch, event loop, start of a thread, signal handlers, the way into a module or a script. */
const DISPATCH = new Set(
  `main redisMain call processCommand processCommandAndResetClient processInputBuffer processMultibulkBuffer processInlineBuffer readQueryFromClient
  readToQueryBuf processPendingCommandAndInputBuffer processPendingCommandsAndResetClient handleClientsWithPendingReadsUsingThreads
  processIOThreadsReadDone processClientsCommandsBatch callHandler connSocketEventHandler connSocketAcceptHandler tlsEventHandler tlsHandleEvent
  connTLSEventHandler amzTLSEventHandler acceptTcpHandler acceptCommonHandler aeProcessEvents aeMain aeApiPoll aeWait processTimeEvents processEventsWhileBlocked
  serverCron beforeSleep afterSleep databasesCron clientsCron replicationCron clusterCron clusterReadHandler readQueryFromClientOnIOThread
  IOThreadMain ioThreadMain bioProcessBackgroundJobs bioProcessBackgroundJob start_thread thread_start thread_do clone __clone clone3 __clone3 _start start
  execCommand execCommandAbort RedisModuleCommandDispatcher moduleCallCommandFilters RM_Call RM_Replicate RM_ReplicateVerbatim moduleTimerHandler
  evalCommand evalShaCommand evalGenericCommand evalGenericCommandWithDebugging scriptCall luaCallFunction luaRedisGenericCommand luaRedisCallCommand
  luaRedisPCallCommand luaV_execute luaD_call luaD_precall luaD_pcall luaD_rawrunprotected lua_pcall lua_call fcallCommand fcallCommandGeneric
  sigsegvHandler sigalrmSignalHandler watchdogSignalHandler logStackTrace writeStacktraces collect_stacktrace_data ThreadsManager_runOnThreads
  invoke_callback killMainThread killThreads bugReportEnd bugReportStart printCrashReport debugPrintStack serverLog serverLogRaw serverLogFromHandler
  _serverAssert _serverAssertWithInfo _serverPanic serverPanic _redisAssert _redisAssertWithInfo _redisPanic redisAssert RM__Assert RedisModule__Assert
  setupSigSegvHandler sigaction ucontext_t abort raise exit __assert_fail __assert_fail_base __chk_fail __fortify_fail
  __stack_chk_fail __libc_message malloc_printerr malloc_consolidate unlink_chunk sysmalloc debugCommand spin_main
  std::terminate __cxa_throw __cxa_rethrow __gxx_personality_v0 rust_panic rust_begin_unwind core::panicking::panic core::panicking::panic_fmt`.split(
    /\s+/,
  ),
);

/** Allocators, strings and copies: they die of what somebody else did to the memory. */
const MEMORY =
  /^(?:_?z(?:try|n|s)?(?:malloc|calloc|realloc|free|libc_free|strdup|memcpy)\w*|z?tryalloc\w*|je_\w+|mi_\w+|tc_\w+|arena_\w+|tcache_\w+|extent_\w+|edata_\w+|malloc\w*|calloc|realloc|free|cfree|memalign|posix_memalign|operator (?:new|delete)\S*|RM_(?:Alloc|TryAlloc|Calloc|TryCalloc|Realloc|TryRealloc|Free|Strdup|PoolAlloc|Yield)|rm_(?:malloc|calloc|realloc|free|strdup)|redisOutOfMemoryHandler|sds\w+|_sdsnewlen|s_(?:malloc|free|realloc)\w*|mem(?:cpy|move|set|cmp|chr)\w*|__mem\w+|str(?:len|cmp|ncmp|cpy|ncpy|chr|rchr|dup|tol\w*|casecmp)\w*|__str\w+|v?sn?printf\w*|_?_?vfprintf\w*|createStringObject\w*|createEmbeddedStringObject|createRawStringObject|createObject|tryCreate\w*StringObject|incrRefCount|decrRefCount\w*|freeStringObject|lzf_\w+|crc(?:16|64|speed)\w*)$/;

const LOCKS =
  /^(?:RM_ThreadSafeContext\w+|RedisModule_ThreadSafeContext\w+|moduleAcquireGIL\w*|moduleReleaseGIL\w*|spinlock_\w+|atomic_\w+)$/;

/** Containers, lookups and replies that everything goes through: beside another frame they count, alone they say nothing. */
const COMMON =
  /^(?:dict\w*|_dict\w*|kvstore\w*|hashtable\w*|lookup(?:Key|Command)\w*|dbFind\w*|dbAdd\w*|dbDelete\w*|dbGenericDelete\w*|dbAsyncDelete|setKey\w*|expireIfNeeded\w*|deleteExpiredKey\w*|list(?:Next|Node|Index|DelNode|AddNode|Search|Rewind|Release|Empty|Unlink|Link)\w*|rax\w+|lp[A-Z]\w+|lp\w*Entry|ziplist\w*|zip[A-Z]\w+|_?quicklist\w*|intset\w*|listpack\w*|addReply\w*|_addReply\w*|prepareClientToWrite|writeToClient|_writeToClient|handleClientsWithPendingWrites\w*|freeClient\w*|unlinkClient|resetClient|createClient|propagate\w*|replicationFeed\w*|feedAppendOnlyFile|notifyKeyspaceEvent|moduleNotifyKeyspaceEvent|signalModifiedKey\w*|touchWatchedKey\w*|getDecodedObject|equalStringObjects|compareStringObjects|rdbLoad(?:Object|Rio\w*|Len\w*|Type|StringObject|GenericStringObject|)|rdbSave(?:Object|Rio|KeyValuePair|)|loadDataFromDisk|tryObjectEncoding\w*|getGenericCommand|getCommand|clusterProcessPacket|RM_\w+|RedisModule_\w+)$/;

/** Names that say nothing wherever they stand. */
export function isEmptyName(name: string): boolean {
  return name === '' || DISPATCH.has(name) || isLibcName(name) || MEMORY.test(name) || LOCKS.test(name) || name.length < 4;
}

/** Names that say something only beside another one. */
export function isCommonName(name: string): boolean {
  return COMMON.test(name);
}
