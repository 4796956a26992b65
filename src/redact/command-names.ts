/** Commands whose arguments are settings, not data: words of Redis and numbers stay readable in them. */
const SETTINGS = `
acl asking auth bgrewriteaof bgsave client cluster command commandlog config dbsize debug discard echo exec failover flushall flushdb
function hello info lastsave latency lolwut memory module monitor multi object ping pfselftest psync pubsub quit readonly readwrite
replconf replicaof reset role save script select sentinel shutdown slaveof slowlog swapdb sync time unwatch wait waitaof xinfo
ft.config _ft.config ft.debug _ft.debug ft.info _ft.info ft._list ft.dropindex search.clusterset search.clusterrefresh search.clusterinfo timeseries.refreshcluster
`;

/** Commands that take keys and values: everything private but the syntax. */
const DATA = `
append bitcount bitfield bitfield_ro bitop bitpos blmove blmpop blpop brpop brpoplpush bzmpop bzpopmax bzpopmin copy decr decrby del
delifeq dump eval eval_ro evalsha evalsha_ro exists expire expireat expiretime fcall fcall_ro geoadd geodist geohash geopos georadius
georadius_ro georadiusbymember georadiusbymember_ro geosearch geosearchstore get getbit getdel getex getrange getset hdel hexists
hexpire hexpireat hexpiretime hget hgetall hgetdel hgetex hincrby hincrbyfloat hkeys hlen hmget hmset hpersist hpexpire hpexpireat
hpexpiretime hpttl hrandfield hscan hset hsetex hsetnx hstrlen httl hvals incr incrby incrbyfloat keys lcs lindex linsert llen lmove
lmpop lpop lpos lpush lpushx lrange lrem lset ltrim mget migrate move mset msetnx persist pexpire pexpireat pexpiretime pfadd pfcount
pfdebug pfmerge psetex psubscribe pttl publish punsubscribe randomkey rename renamenx restore restore-asking rpop rpoplpush rpush rpushx sadd
scan scard sdiff sdiffstore set setbit setex setnx setrange sinter sintercard sinterstore sismember smembers smismember smove sort
sort_ro spop spublish srandmember srem sscan ssubscribe strlen substr subscribe sunion sunionstore sunsubscribe touch ttl type
unlink unsubscribe vadd vsim watch xack xadd xautoclaim xclaim xdel xgroup xlen xpending xrange xread xreadgroup xrevrange xsetid
xtrim zadd zcard zcount zdiff zdiffstore zincrby zinter zintercard zinterstore zlexcount zmpop zmscore zpopmax zpopmin zrandmember
zrange zrangebylex zrangebyscore zrangestore zrank zrem zremrangebylex zremrangebyrank zremrangebyscore zrevrange zrevrangebylex
zrevrangebyscore zrevrank zscan zscore zunion zunionstore
`;

/** Words of the syntax of data commands; they stay behind the first argument. */
const SYNTAX = `
ex px exat pxat nx xx gt lt ch incr keepttl get left right before after limit count match type block streams group consumer noack
weights aggregate sum min max withscores withscore withvalues withcoord withdist withhash by asc desc alpha store storedist rev bylex
byscore fields fvs idle time retrycount force justid maxlen minid nomkstream aix encode numkeys replace absttl copy auth auth2 keys
on hash json prefix schema text numeric tag geo vector geoshape sortable noindex nostem separator phonetic weight filter load apply as groupby reduce
sortby return inkeys infields nocontent verbatim nostopwords withpayloads withsortkeys slop inorder language highlight summarize timeout dialect params
expander scorer explainscore payload withcursor maxidle read del dialect unf indexmissing indexempty flat hnsw knn algorithm dim distance_metric
cosine ip l2 float32 float64 initial_cap m ef_construction ef_runtime temporary stopwords maxtextfields nooffsets nohl nofields nofreqs skipinitialscan
first_value tolist quantile stddev avg count_distinct count_distinctish random_sample frags len tags noscores yield_distance_as search _num_ss format
samples withlabels latest aggregation bucket_timestamp labels retention duplicate_policy uncompressed
`;

/** Syntax words that a number follows. */
const NUMBERED = `
ex px exat pxat limit count block maxlen timeout dialect params load groupby return sortby slop inkeys infields numkeys maxidle idle time retrycount dim m
ef_construction ef_runtime initial_cap max prefix weight schema minid _num_ss
`;

const setOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));

export const SETTING_COMMANDS = setOf(SETTINGS);
export const DATA_COMMANDS = setOf(DATA);
export const SYNTAX_WORDS = setOf(SYNTAX);
export const NUMBERED_WORDS = setOf(NUMBERED);

/** Commands of modules carry the module's name: `FT.SEARCH`, `_FT.CONFIG`, `RL.TAKE`. */
const MODULE_COMMAND = /^_?[A-Za-z][A-Za-z0-9]{0,15}\.[A-Za-z_][A-Za-z0-9_.]{0,30}$/;

export function isCommandName(text: string): boolean {
  const word = text.toLowerCase();
  return SETTING_COMMANDS.has(word) || DATA_COMMANDS.has(word) || MODULE_COMMAND.test(text);
}
