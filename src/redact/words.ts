/** Words that the messages of Redis, Valkey and RediSearch, INFO, the kernel's and debuggers' texts and this program's own sentences are made
 * of, seen in logs of at least three different incidents. A value that is nothing but such words is private only where its place says so. */
export const WORDS = `
abandoned abi able abnormally abort aborted aborting about above absence absenceagainst absent absolute abstime abstimed accept acceptable
accepted accepting access accessing accumulate accuracy ack acknowledged acl aclfile acllog acls acquire across act action actions active
activedefrag activerehashing activity actual adapted add adding additional addr address addresses addresssanitizer adds addslotsrange
addwork adj adjust admin administrative advice advisories advisory aeapipoll aemain aes affected affects affinity after afterwards again
against age aggregate aggregation agree agreed aheadms alarm alarms alert aliases align alike alive all allkeys allocate allocated
allocating allocation allocations allocator allow allowed allowlisted allows alone along already alrm also alternating although always
among amount amp analysed analyze analyzed and anew anlyze announce announced announces anomalies anomaly anon anonymous another answer
answered answers anti anticipation antirez any anybody anything anyway anywhere aof aofrw apart api apic apos app apparmor append
appenddirname appendfilename appendfsync appendonly appendonlydir application applied applies apply applyconfig applying apr arbitrary
arch architecture archive archives are areq arg argc args argument arguments argv arises arithmetic arm around array arrival arrive
arrived arrives arrow asan asap ask asked asking asks asleep asm aspects assemble assert assertion assign assigned assumed asterisk async
asynchronous asynchronously atomic atomicvar attach attached attaching attack attacks attempt attempted attempts attested attestedby
attributes attrs audit aug ausearch auth authenticate authentication authors auto automatic aux avail availability available avc average
avg avoid avoids avx away awk axis back backed background backlog backoff backs backtrace backtracking backup backups backward backwards
bad balancer banner bar barrier bars base baseline basename basis batch batches bdb bearing bearings became because been before began
begin begins begun behalf behavior behind being belong belongs below benign beside best better between beyond bframe bgrewrite
bgrewriteaof bgsave bias big biggest bigkeys bin binary bind bio bit bitop bitopcommand bits blacklist block blocked blocker blocking
blocks blocksterminal blpop body bodyof bom bool boolean boot both bottom bound bprocess brackets break breaks brief brier bring broadcast
broken browser bruteforceindex bucket buf buff buffer buffers bug build builder buildpipelineandexecute built builtin bulk bundle burst
bursts bus busport busy but button bye byentry byms bypass bysignal byte bytes bytesperms bzip cab cacert cacertdir cache cached caching
call callback called caller calling calls came can cancel cancelled cancelling canceltype candidate candidates cannot cap capa capable
capamb capbnd capeff capentries capinh capprm capture carries carry case cases cat catalogue caught cause caused cbuffer ccs ceil cell
cells cert certainly certificate certificates certs cgroup chain change changed changes changing channel channels char characters
charcodeat chart chatter chdir check checked checking checks checksum child children chmod chown chrony chronyc chronyd ciphers
ciphersuites circle citation citations cite claim claims classdef classify classname clean cleaning cleanly cleanpool cleans cleanup clear
cleared cli client clients clip clock clockbit clockid clocks clocksource clockstep close closed closes closing cloud cluster clusterdown
clusterinfo clusterrefresh clusterset cmd cmdline cmds cmdstat cnm code codes collate collect collected collecting collection collector
collects collision color colours column columns com come comes coming comm command commander commandhint commandlog commands commandstats
commas commit common commonmark community comparable compare compared compareparts compareruns comparesides comparison compat
compatibility competing competitors complain complained complaint complaints complete completed completion component compose compress
compressed compute computed computing concatenating conclusion concurrent cond condition condvar conf confidence confidenceof config
configchange configchanges configepoch configs configuration configurations configure configured confirmed confirmedwrong conn connect
connected connecting connection connections consecutive consequence considered const constructor container containers containing contains
content context contexts continue continues contradicted contradiction contradicts control convert coord coordinate coordinating
coordination coordinator copied copies copy copytruncate core coredumping corefile cores correct corrupt corrupted corruption corrupts
cost costs could couldn count counted counter counters counts coverage covered covers cow cpio cpu cpulist cpus crash crashed crashes
crashing create createcommand created creates createtimer creating credits cri crit critical cron crontabs cross csgsfs ctl ctx ctxt
culprit current currently cursor cursors custom cut cuts cve cycle cycles daemon daemonize damage damaged dasharray data database
databases dataset date dateext dates datetime daylight days dbfilename dead deadlink deadlock deadlysignal death deaths debug debugcommand
debugger debugging debuginfo dec decay decide decides deciding decimal decisive decode decoded decodename decoder decoders decompress
decrease decreased dedicated deed deep deeper default defective define defined deflate defrag del delay delayed delete deleted deletedoc
deletesuffixtrie deleting deletion deletions delgenericcommand deliver delivery demands demote denied density depends depleter depletion
deprecated deprecation deps depth describe describecondition described descriptor descriptors destination destroy det detached detail
detect detected detector dev deviation device diagnose diagnosis diagnostics dialect dict dictfind dictionary dictregister did died dies
diff differ different differs diffs digest digits dir direction directive directives directly directories directory dirname dirty disable
disabled discarding disconnected disconnecting disconnections disguise disk diskless disprove distrib distribution distributions disturbed
divergence divided dmesg doc docker docs doctable doctor document documentation documents does doesn doing don done dotted double down
downgrade downgrading download downloading drain drained draining drains drift drop dropindex dropped dropping drops dst dual due dumb
dump dumping dumps dup duplicate duplicated duration durationms durationtext durationus during dwarf dwfl dynamic each earlier early ebb
echo edac edge edgeline edges edition effect effort efl eflags eip either elected election elements elf elision else elsewhere emerg
emfile emit emphasis empty enable enabled enablegc encoding encrypted encryption end endcite ended endedby ending endless endpoint ends
endswith endwhy enforced engine engines enough entered entering enterprise entries entry entrypoint environment eof epfd ephemeral epipe
epoch epochms epochs epoll epollfd equal equals err errata errno error errorline errors errorstat errorstats esc escape escaped etc eval
evalsha even event eventcounts eventid eventlog eventloop events ever every everybody everysec everything evict evicted evicting eviction
evictions evicts evidence evil exactly example examples exc exceeded exceeding except excerpt exec executable execute executed executes
executing execution exist exists exit exitcode exited exiting exits exp expand expanded expands expansions expect expected expectedpath
expire expired expiregenericcommand expireifneeded expires expiry explain explains explanation explanations export expose expr expression
extended extension extent external extra facility fact factor facts factsdropped fadbd fail failed failedassertion failing failover
failovers fails failure failures false falsealarms family familysummary far farthest fast faster fatal fatalstart fault faulted faulting
faultingthread faults fcall fccuasrv fdsize feb fecc fence fenced few fewer ffd fff fgc field fields figures file filename fileofid files
fill filling fills filter filtering filters final finalizing find finds finish finished finishedat fired firewall first fit fits fix fixed
fixes flags flash flatmap floor flowchart flush flushall flushallcommand flushdb flushdbcommand flushed flushing fold folded foldededge
foldedgraph folder folders follow followed follows for forbid forbidden force forced forceinvoke forcing foreign forensics forest forged
fork forked forkgc forks form format formats formed forms forward found frag fragmentation frame frames free freeclient freeclientasync
freed freeing frees freeze freezer frequent fresh from fromms fromname front frozen frozenclock frozenforms fsync full fully function
functions further futex future fzstd gap gaps garbage gave gcc gccontext gdb general generated generic generichgetallcommand geo
georadiusgeneric get getframes getrlimit gettime gfp giant gid gif gigabytes gigantic gil git github give given gives giving glob global
globs gmt gnu goes going gone good gossip got granted graph grapheme grave grep group grouping groupkey groups grouptext grows growth gsub
guard guru gzip habit had half halves hand handle handler handles hands handshake hang hangs happened happens hard hardlink hardware
harmful harmless harness has hash hashes hashseed hashtable have head header heading headline headlineof health healthy heard heartbeat
heartbeatlost heavy held hello help helper helps here hex hexadecimal hexdump hgetall hidden hide high higher hint histlen histograms
histories history hit hits hkeys hll hnswindex hold holder holders holds hole holes hort host hostname hosts hotkeys hour hours how
however hrtimer hscan hset hsetex htm html http https huge hugepage hugetlbfs hugetlbpages human hung hvals hwframe hybrid hybridrequest
hypervisor ident identifier identify identity idle ids idwidth ignore ignored ill illegal image images immediately impact implants
implement implode import importing impossible inchild incident incidents include includes incompatible incomplete inconclusive incr
increase increased incremental incycle indent indented index indexed indexempty indexerrors indexes indexinfocommand indexing indexof
indexspec infer inferior inferred infinity inflate info information ingestiontime init initial initialisation initialise initialised
initialises initialization initialize initialized initiate inline inner innermost inode inodes input inputerror inputs inreport insertid
inside insideword insist inspect inst install instance instanceof instantaneous instead instruction instructions instuction insufficient
integer interface internal interrupt interrupted interval into intruder intruders intset inv invalid inversion invert invertedindex
invoked involved ioruntime iostat iothreadmain iou ipv irqentry isn iso isolate isotime issue issues item items iteration its itself jan
jemalloc jira jiratext jmp job jobq jobqueue jobqueues jobs join joined journal journalctl journald jpeg json jsonpayload judge judged
judgedfixes jul jump jumped jun junit just kbps keep keepalive keeps kept kernel kernels kevent key keys keyscommand keysizes keyspace
kill killed killedby killer killing kills kind kinds kindwidth know knowing knowledge known kthread kubectl kubernetes label labelled
labels lack lacks laddr lag lagging language large larger largest largeunit last lasted lastindexof lasting lastmain laststamp late
latency latencystats later latest latin latn launcher layer layout lazy lazyexpire lazyfree lazyfreed lcs lcscommand ldd lead leader
leading leads leak leaked leaking leaks leaksanitizer least leave leaves ledger ledgers left leftout leftsec legacy len length less let
lets level levels lfields lfu lib libc libjemalloc libraries library libssl libthread lie life lifecycle like likely likeness limit
limitcore limiterror limitnofile limits line linelist lines link linked linkname linkpath links linux list listed listen listener
listening listens listpack lists listtext literal little live liveness lives lldb load loaded loader loading loadmodule loads local locale
locals locate lock locked locks lockspecread lockspecwrite lockup log logcallback logfile logfmt logged logging logical loglevel logo logs
logstream logstreamname long longer longest look lookahead looked looks loop loops lose loses loss lost low lower lowered lowerfirst
lowering lowestconfidence lowlevellock lpush lrange lrangecommand lru lsan lscpu lse ltnp lto lua lwp lzip lzma lzop machine made madvise
main mainonly maintainers maintenance mainthread major majority make makes makestep malloc manager managers manifest manual manually many
map mapped mapping mar margin mark markdown markdowncode markdowntext marked marking marks markup mask mass master masterauth masters
masteruser match matcher matching math max maxclients maxevents maximal maximum maxmemory maxotherms maxsec maxspin may maybe mce mcelog
mean meanpoints means meant meanwhile mechanism mechanisms median medianms meditation medium meet megabytes mem member membernames members
memcheck memkeys memory mems memtest merged mermaid mermaidflowchart mermaidlabel message messageof messages met method mgr mib mid middle
migrate migratecommand migrated migration milliseconds min mind minimal minms minsec minsurprise minus minute minutes misconf mismatch
miss missed misses missing misuse mixed mod mode model moderate modified module modulegil moduleinfofunc modules moduletimerhandler moment
moments mon monitor monotonic more most mostly mount mouse move moved moves moving mptcp mrchannel mscf msg msgqueue much multi multiple
multiplexing must mutex muzzy mwaiting myid mymaster myself naive name named namei nameless names namespace namewidth naming nanosleep
narrow near necessary need needed needs needsbackslash neither nested nesting net network neutral nevents never neverready new newer
newest newhost newjob newport next nextsteps nfds nfkc ngid nice night nil noauth nobody node nodelay nodeline nodename nodes noeviction
nofile noformat nogc nokey non none nonewprivs nonvoluntary noout nopass nope noperm nor normal nosave not note noted notes nothing notice
noticed noticedby notification notify notseen nov novelty now nptl nsec nsleep nspgid nspid nssid nstgid ntp ntpd nul null num number
numbered numbers numbytes numeric numericindextype numevents nusers nwritten oasis objdump object objects obl observable observed obtain
occur occurred oct odd odown off offline offset offsets often ofvictim old older oldtype oll omem once one ones ongoing online onload only
onlyif onset oom oomkilled ooo open opened opening opens openssl operate operation operations operator opposite ops opt optimize optimized
option options orchestration orchestrator order ordered ordinary org orig origin original originwhy orphaned oss other otherincidents
others otherwise ours out outage outcome outcomes outdated output outputs outs outside over overcoming overcommit overflow overhead
overloaded overview overwrite overwritten own owned owner ownport package packed packet packets pad padding padend padstart page pages
paging paint pair pairs panic panicked paragraph parallel parameters params parent parse parsed parseentryname parses parsing part partial
participant partitions partly parts pass passed password passwords paste pasted patch path patience pattern patterns pause paused pauses
payload pct pdf peak peek peer peers pending per perc percent percentage percentiles perf perfile performed performing perincident period
periodic perkind permission permissions permitted persist persistence person pfail pgtables phase phonetic picocolors picture pid pidfile
pids piece pile ping pinging pipe pipelines pkey place places plain plan planned please plural plus png pod point pointer points policy
poll polled polls pong pool pools pop port ports position posix possible possibly post power ppid ppmd preamble preceded precise preempted
preempting prefer preferred prefers prefetch prefix prefixed prefixes prep preparing present press pressure pretty prev prevent previous
previously pri price primary primitive print printed printedat printedby prints prior priority priv private probably probe probewarning
proc process processed processes processing processor procstate produced product profile program progress promises promoted proof
propagation proposed protect protected protection protectsystem proto protocol protocols prototype prove proves provided providing
provisioningerror proxy pstack psub psync pthread ptr pub published pubsub pubsubshard pull pulls punctuation purged purpose push pushed
pushes put pwait qbuf quantities queries query queryexplain question queue quickly quiet quorum quot quota quote quoted race rack raise
raised ram ran random range ranges rank ranked rar rarer rate ratelimit rather ratio raw rax raxiteratornextstep rbp rbs rbx rcase rcx rdb
rdbchannel rdbchecksum rdbcompression rdbsave rdbsaverio rdi rdlock rdma rdx reach reachable reached read readable readbytes reader
reading readings readonlymap reads readwritepaths ready real really realsize realtime rear reason reasons reboot rebuild receipt receive
received receives receivetimestamp receiving recent recognisable recognised reconf reconfiguring reconnecting reconnection record recorded
records recordsdropped recover recovery recursive red redact redacted redir redirect redis redisearch redisjson redismodule redissearch
redissearchctx reduce reduced reduction ref refcount references refill refmanager refs refusal refusals refused refuses refuted refutes
region register registerdebugcommands registered registering registers registertype registry regular rehashing reindex rejected relation
release released releases releasing reload rem remaining remedy remote remount remove removed removes removing rename renamed renames
renaming render renderbytes renderfigures rendermethod rendersafename renewal repair repeat repeatable repeated repeatedly repeats repl
replace replaceall replaced replconf replica replicaof replicas replicates replication replid replied replies reply repo report reported
reports represented reproduced req request requested requesting requests require required requirepass requires requiring res reset
resident residual resize resized resizes resizing resolve resort resource resources resp respond response responsibility rest restart
restartcount restarted restarting restarts restore restored restricted result results resultvar resume resumed resuming resync
resynchronisations resynchronization resyncs ret retain retcode retries retry return returned returns retval revert review rewrite
rewriteaof rewriteappendonlyfilerio rewrites rewriting rewritten right rip rise risk rladmin rlutil rogue role roles room root roots
rotate rotated rotatedon rotation round rounded router routine row rows rpm rpnet rpsafeloadernext rsexplain rsi rsl rsp rss rssanon
rssfile rssshmem rsyslog rule ruler rules run runid running runningclock runs runtime rust rvv rwlock sacrifice safe safest said same
samemechanism sample samples sanitizations sanitize sanitizer sar sarif saturated save savecommand saved savedms saves saving saw say
saying says scale scan scanned scanner scanning sched scheduled scheduling schema schemas scope score scratch screen script scripting
scriptingengines scripts sdiff sdown search searches sec seccomp second secondary seconds section sections security see seekable seen
segfault segmentation segv select selected selection self selinux sem semaphore semver send sendbuf sender sending sends sent sentences
sentinel sentinels sep separate separated separates seq ser serial serve served server servers serves service services serving session
sessions set setaffinity setname setnumworkers setting settings settle setuser several severity sha shard sharded shards sharduid share
shared shdpnd shell shifted shiftms shm shmem short shortage shortest shortly should show shower shown shows shr shrink shrinks shut
shutdown shutting siblings sicode side sides sig sigabrt sigalrm sigblk sigbus sigcgt sigchld sigfpe sigign sigill siginfo sigint sigkill
sigmask sign signal signals signature signatures signed signs sigpnd sigq sigquit sigsegv sigset sigstop sigterm sigtrap sigusr silence
silences silent similarity since single sinkfor sinter sintergenericcommand size sizes skew skewerrorms skewms skip skiplist skipped
skipping slave slaveof slaves sleep sleeping sleeps slept slew slice slot slots slow slower slowlog slowly small smaller smallest
smallunit smembers smemberscommand smupdatebdb snapshot sni sock socket sockets soft software solved somaxconn some somebody something
somewhere sorry sort sortable sortcommandgeneric sorted sorting source sourcename space spacings span spanof sparse spawned speak speaks
spec specified speculation speed spent spid spikes spilling spin spins split splitter spool sport spot spread sqlite sqp src sscan ssh ssl
ssub stable stack stacks stacktraces stage stale stall stalls stamp stamps stand standalone standard stands standstills start started
startedat starting starts startsecs startswith startup stat state stated statemachine states static statistics stats status statusword
stay stayed stays std stderr stdin stdout steady steal stem step stepped steps steptext still stood stop stopped stops stoptimer storage
store story str stray straycount stream streamed streaming strength string stringify stringmatchlen strings stroke strong strongest struck
stuck style sub subarray subexpiry subject subkeys submits submitting subscribe subscribers succeed succeeded succeeds success successful
successfully such suffer suffix suitable sum summary sunion suniondiffgenericcommand supervised supervision supervisor supervisorctl
supervisord support supported supportfile supports sure sureness surer survived suspect swap swapdb swapping switch switched switches
switching symbol symbolic symbols symlink symptom symptoms sync synced syncer synchronisation synchronisations synchronise synchronised
synchronises synchronization synchronize synchronously synthesize sys syscall sysctl sysdeps syslog system systemctl systemd sysv sysvec
table tables tag tagindex tags tail take taken takeover takes taking talking tanh tar target task tasksmax tcp tell telling tells temp
template temporarily temporary tenacity term terminal terminaltable terminaltext terminate terminated terminating test testable testcase
tested tests testsuite testsuites text textpayload texts tgid tgz than that thd the their them themselves then there these they think this
those though thp thpool thr thread threaddumps threaded threadpool threads threadsafecontextlock threadsanitizer three threshold throttled
throttling through tickets ticks tid tieredhnsw tieredhnswindex tilt time timebasis timed timedout timeline timelinerows timems timeout
timeouts timeoutstopsec timer timerange timers times timestamp timestamps timesyncd timezone title tls tmp tofixed together toggled tokens
told toms too took tool tools top topology torn tostring tot total totalbytes totals touch touched touches touppercase trace tracerpid
tracing tracked tracker tracking traffic transaction transfer transfers transparent transport trap treat tredis tree trie tried trietype
trigger triggered trim trimend trouble true truncate truncated truncating trust truth try trying tsan tsc ttl tty turn turned turning tvp
twice two txt type types ubsan ufffd uid ulimit umask unable unambiguous unanswered unassigned unavailable unclear uncovered undefined
undefinedbehavior under underscore understand understood unexpected unexpectedly unhealthy unicodecodepoints uninitialised uninitialized
union unions uniq unit units unix unixsocket unixsocketgroup unixsocketperm unknown unless unlike unlikely unlimited unlink unload
unloaded unloading unlock unmatched unnamed unpack unpacked unpacks unreachable unreadable unrecognized unrecoverable unresolved
unresponsive unsafe unseen untag until unusable unusual unwind unwrap update updated updatedoc updates updating upgrade upgraded upper
uptime uri uring url usable usage usageerror usb use usec used usedby user users uses using usleep usr ustar usual usuntilearliesttimer
usuntiltimer utc utf util vain val valgrind valid validation validity valkey valkeymodule value valuechain values vanished var varies
vecsim vector vectors vectorset vendor ver verb verbose verdict verified verify version versions very via victim view virt virtual visible
vma vmdata vmexe vmhwm vmlck vmlib vmpeak vmpin vmpte vmrss vmsize vmstat vmstk vmswap volatile volume voluntary vote voted votes vsz
vulnerability vulnerable wait waitcycle waited waiting waitpid waits wakeup walk walks wall wallms want wanted wanting wantmodulelock
wants warn warned warning warnings warns was watch watchdog watched watching way wchan weak weaker web weigh weighall weighed weighs
weight well went were what when whenever whenwrong where wherever whether which while who whole whom whose why width wildcards will window
windowbytes with within without withoutport withoutstop withsuffixtrie witness witnesses won word words work workaround worked worker
workers workersthreadpool working works world worse worst worstms worth would wraplevel wrapped wrapper wrapping wrefs writable write
writer writes writing written wrlock wrong wrongpass wrote wseq xce xfd xffffffff xml xmltext xxd xxh yaml yearless yes yet yield yields
you your yyyy zadd zdiff zero zfree zinter zip ziplist zlib zod zombie zone zonebasis zonems zones zonesamples zrange zrangebyscore
zrevrange zset zsetsaa zstd zunion
`;
