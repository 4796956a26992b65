/** Programs and libraries whose functions are everybody's: their names are in public sources. */
const OBJECT =
  /(?:^|\/)(?:(?:redis|valkey|keydb|dragonfly)(?:-(?:server|sentinel|cli|benchmark|check-rdb|check-aof))?(?:-\d[\d.]{0,8})?|lib(?:c|m|dl|rt|pthread|util|resolv|nss_\w{1,12}|gcc_s|stdc\+\+|c\+\+|c\+\+abi|atomic|gomp|ssl|crypto|z|uv|hiredis|lua[\d.]{0,4}|jemalloc|tcmalloc\w{0,12}|systemd|[atlu]{1,2}san)(?:[-.]\d[\w.-]{0,12})?|(?:ld-linux|ld-musl|linux-vdso|linux-gate)[\w.-]{0,20}|(?:module-(?:oss|enterprise)|redisearch|redisearch-\w{1,12}|rejson|redisjson|redisbloom|redistimeseries|redisgraph|redisgears|falkordb|vectorset))(?:\.so[\d.]{0,12})?$/;

/** A line of a stack up to the function: path and, for the server itself, the title of the process (`redis-server *:6379 [cluster]`). */
export function isKnownObject(text: string): boolean {
  const [path] = text.slice(-400).trimStart().split(' ');
  return OBJECT.test(path);
}
