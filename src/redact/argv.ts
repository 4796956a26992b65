import { classOfAddress } from './addresses.js';
import type { PrivateClass } from './classes.js';
import { DATA_COMMANDS, isCommandName, NUMBERED_WORDS, SETTING_COMMANDS, SYNTAX_WORDS } from './command-names.js';
import { isEmptyValue, isNumber, isVocabulary } from './vocabulary.js';

/** Options of CONFIG whose value is a secret or a name, whatever it looks like. */
const OPTION_CLASS: Record<string, PrivateClass> = {
  requirepass: 'secret',
  masterauth: 'secret',
  'auth-pass': 'secret',
  'sentinel-pass': 'secret',
  'tls-key-file-pass': 'secret',
  'tls-client-key-file-pass': 'secret',
  'rename-command': 'secret',
  masteruser: 'user',
  'auth-user': 'user',
  'sentinel-user': 'user',
  username: 'user',
  'cluster-announce-hostname': 'host',
  'cluster-announce-human-nodename': 'host',
  'cluster-announce-ip': 'host',
  'replica-announce-ip': 'host',
  'slave-announce-ip': 'host',
  'announce-ip': 'host',
  'announce-hostname': 'host',
  'availability-zone': 'name',
  'syslog-ident': 'name',
  'bind-source-addr': 'host',
  object: 'key',
};

export function classOfOption(name: string): PrivateClass | undefined {
  const option = name.toLowerCase();
  return Object.hasOwn(OPTION_CLASS, option) ? OPTION_CLASS[option] : undefined;
}

/** Second words after which settings commands take keys. */
const KEY_SUBCOMMANDS =
  /^(?:object\|(?:encoding|freq|idletime|refcount)|memory\|usage|debug\|(?:object|sdslen|listpack|ziplist|htstats-key|stringmatch-len|set-active-expire)|xinfo\|(?:stream|groups|consumers)|cluster\|keyslot|command\|(?:getkeys|getkeysandflags)|pubsub\|(?:channels|numsub|shardchannels|shardnumsub)|ft\.info\|.*)$/;

/**
 * Reads the arguments of one command one after the other and says what each is; undefined keeps it.
 *
 * Commands on data keep their syntax (`LIMIT 0 10`) and nothing else, also no numbers. Commands on settings keep words of Redis and numbers.
 * Where the command is not known (an argument quoted alone), words of Redis and short numbers stay.
 */
export class ArgvReader {
  private command = '';
  private sub = '';
  private previous = '';
  private beforePrevious = '';

  take(index: number, value: string): PrivateClass | undefined {
    const cls = this.judge(index, value);
    this.beforePrevious = this.previous;
    this.previous = value.length > 64 ? '' : value.toLowerCase();
    if (index === 0) this.command = this.previous;
    if (index === 1) this.sub = this.previous;
    return cls;
  }

  private judge(index: number, value: string): PrivateClass | undefined {
    if (isEmptyValue(value)) return undefined;
    if (index === 0) return isCommandName(value) || isVocabulary(value) ? undefined : 'arg';
    const shape = classOfAddress(value);
    if (shape) return shape;
    if (SETTING_COMMANDS.has(this.command)) return this.judgeSetting(index, value);
    if (this.command === '' || !isCommandName(this.command)) return this.judgeAlone(value);
    return this.judgeData(index, value);
  }

  private judgeData(index: number, value: string): PrivateClass | undefined {
    if (/^[*@+~$-]?$/.test(value)) return undefined;
    if (index === 1) return 'key';
    const word = value.toLowerCase();
    if (SYNTAX_WORDS.has(word) && (value === word || value === value.toUpperCase())) return undefined;
    const isCounted = NUMBERED_WORDS.has(this.previous) || (this.beforePrevious === 'limit' && isNumber(this.previous));
    return isCounted && /^-?\d{1,9}$/.test(value) ? undefined : 'arg';
  }

  private judgeSetting(index: number, value: string): PrivateClass | undefined {
    if (this.command === 'auth') return index === 1 && !/^(?:default)$/.test(value) ? 'secret' : index === 2 ? 'secret' : undefined;
    if (index >= 2 && this.previous === 'setname') return 'client';
    if (index >= 2 && (this.command === 'hello' || this.command === 'migrate') && this.beforePrevious === 'auth') return 'secret';
    if (index >= 2 && this.command === 'hello' && this.previous === 'auth') return value === 'default' ? undefined : 'user';
    if (this.command === 'acl' && index >= 2) return classOfAclRule(index, value);
    const option = index >= 2 ? classOfOption(this.previous) : undefined;
    if (option) return option;
    if (index >= 2 && KEY_SUBCOMMANDS.test(`${this.command}|${this.sub}`)) return 'key';
    return isVocabulary(value) || isNumber(value) || /^[\d: /,.%-]{1,64}$/.test(value) ? undefined : 'arg';
  }

  private judgeAlone(value: string): PrivateClass | undefined {
    const isShort = isNumber(value) ? value.length <= 6 : isVocabulary(value) && !/\d{7}/.test(value);
    return isShort ? undefined : 'arg';
  }
}

/** `ACL SETUSER alice on >pw ~cart:* &news +@all`, and the same words behind `user` in files. */
export function classOfAclRule(index: number, value: string): PrivateClass | undefined {
  if (index === 2 && !/^[+\-~%&><#!(@]/.test(value)) return value === 'default' ? undefined : 'user';
  if (/^[><!#]/.test(value)) return 'secret';
  if (/^(?:~|%[RW]{1,2}~|&)./.test(value)) return /^(?:~|&|%[RW]{1,2}~)\*$/.test(value) ? undefined : 'key';
  return /^[+-]/.test(value) || isVocabulary(value) ? undefined : 'arg';
}

export function isDataCommand(name: string): boolean {
  return DATA_COMMANDS.has(name.toLowerCase());
}
