/** What a support package, or a set of node packages of one cluster, is: a scope of its own. Shard uids, node numbers and database numbers
 * are those of one cluster, pids and `localhost` those of one host. */
export class Packages {
  private readonly known = new Map<string, { cluster: string; node: string }>();
  /** Node packages of one folder, when no node is there twice, are of one cluster. */
  private readonly merged = new Map<string, string>();

  constructor(entries: readonly string[]) {
    const roots = [...new Set(entries.map((entry) => rootOf(entry).root))].filter((root) => NODE_PACKAGE.test(root));
    const byFolder = new Map<string, string[]>();
    for (const root of roots) {
      const folder = root.slice(0, root.lastIndexOf('/') + 1);
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), root]);
    }
    for (const [folder, list] of byFolder) {
      const nodes = new Set(list.map((root) => NODE_PACKAGE.exec(root)?.[1]));
      if (nodes.size === list.length) for (const root of list) this.merged.set(root, `${folder}debuginfo`);
    }
  }

  /** Where the package begins, '' for entries that lie in none. */
  clusterOf(entry: string): string {
    return this.of(entry).cluster;
  }

  /** May an entry speak of things of the other's cluster? What lies in no package may speak of any. */
  sameCluster(a: string, b: string): boolean {
    const [one, other] = [this.of(a).cluster, this.of(b).cluster];
    return one === '' || other === '' || one === other;
  }

  /** Pids and loopback addresses mean the same host only. */
  sameHost(a: string, b: string): boolean {
    if (!this.sameCluster(a, b)) return false;
    const [one, other] = [this.of(a).node, this.of(b).node];
    return one === '' || other === '' || one === other || one[0] !== other[0];
  }

  private of(entry: string): { cluster: string; node: string } {
    let found = this.known.get(entry);
    if (found === undefined) {
      const { root, node } = rootOf(entry);
      found = { cluster: this.merged.get(root) ?? root, node };
      this.known.set(entry, found);
    }
    return found;
  }
}

/** Folders and files with which the layout of a package begins (docs "create a support package"; log_collector.py for Kubernetes). */
const LAYOUT =
  /\/(?:(node_\d+)|database_\d+|rs_pod_logs\/([^/]+)|pods|ccs-redis\.json|cluster_health_report\.txt|usage_report\.usg)(?:[/_.]|$)/;
const NODE_PACKAGE = /(?:^|\/)debuginfo[^/]{0,80}\.node-(\d{1,6})(?:\.tar\.gz|\.tgz|\.tar)?$/;
/** The collector for Kubernetes puts the cluster's own package beside its copies of the logs. */
const NESTED = /(\/redis_enterprise_k8s_debug_info[^/]{0,80}\/[^/]{1,253})\/debuginfo[^/]{0,80}$/;

function rootOf(entry: string): { root: string; node: string } {
  const path = `/${entry.slice(0, 4096).replaceAll('!/', '/')}`;
  const layout = LAYOUT.exec(path);
  if (layout === null) return { root: '', node: '' };
  if (layout[0].startsWith('/pods') && !path.includes('/redis_enterprise_k8s_debug_info')) return { root: '', node: '' };
  const before = path.slice(0, layout.index);
  const nested = NESTED.exec(before);
  const root = nested === null ? before : before.slice(0, nested.index) + nested[1];
  const node = layout[1] ?? (layout[2] === undefined ? '' : `pod:${layout[2]}`);
  return { root: root === '' ? '/' : root, node };
}

/** Of several, those that lie deepest in the same folders as an entry. */
export function nearest<T>(entry: string, items: readonly T[], placeOf: (item: T) => string): T[] {
  if (items.length <= 1) return [...items];
  const depths = items.map((item) => sharedDepth(entry, placeOf(item)));
  const most = depths.reduce((a, b) => Math.max(a, b), 0);
  return items.filter((_, index) => depths[index] === most);
}

function sharedDepth(a: string, b: string): number {
  const stop = Math.min(a.length, b.length);
  let depth = 0;
  for (let i = 0; i < stop && a.charCodeAt(i) === b.charCodeAt(i); i++) if (a.charCodeAt(i) === 47) depth++;
  return depth;
}
