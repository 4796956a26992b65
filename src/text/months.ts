/** Short names of months as strftime's %b writes them in other locales (glibc), with and without their full stop. English ones are in stamps.ts. */
const NAMES: readonly string[] = [
  // German, French, Spanish, Portuguese, Italian, Dutch
  'jan,janv,ene,gen,ocak,oca,sty,янв,led,tammi,ian,ιαν,jän',
  'feb,févr,fév,fevr,fev,şub,lut,фев,úno,helmi,φεβ',
  'mär,mrz,mars,mar,maa,mrt,mart,marz,мар,bře,maalis,μαρ,marzo',
  'apr,avr,avril,abr,nis,kwi,апр,dub,huhti,απρ,aprile',
  'mai,may,maj,mag,mei,maio,май,мая,kvě,touko,μαΐ,μαϊ',
  'jun,juin,giu,haz,cze,июн,čvn,kesä,iun,ιουν,juni',
  'jul,juil,lug,tem,lip,июл,čvc,heinä,iul,ιουλ,juli',
  'aug,août,aoû,aout,ago,ağu,agu,sie,авг,srp,elo,αυγ',
  'sep,sept,set,eyl,wrz,сен,сент,zář,syys,σεπ',
  'okt,oct,out,ott,eki,paź,окт,říj,loka,οκτ',
  'nov,kas,lis,ноя,нояб,lis,marras,noi,νοε',
  'dez,déc,dec,dic,ara,gru,дек,pro,joulu,δεκ',
];
const MONTHS = new Map(NAMES.flatMap((names, index) => names.split(',').map((name): [string, number] => [name, index + 1])));
const MAX_BYTES = 14;

export interface MonthWord {
  month: number;
  /** Bytes, with the full stop. */
  length: number;
}

/** `9月` (Chinese, Japanese) and `9월` (Korean): glibc writes the number. */
const COUNTED = [Buffer.from('月'), Buffer.from('월')];

function parseCountedMonth(bytes: Uint8Array, at: number, end: number): MonthWord | undefined {
  const digits = bytes[at + 1] >= 0x30 && bytes[at + 1] <= 0x39 ? 2 : 1;
  const mark = at + digits;
  if (mark + 4 > end || bytes[mark + 3] !== 0x20) return undefined;
  if (!COUNTED.some((sign) => sign[0] === bytes[mark] && sign[1] === bytes[mark + 1] && sign[2] === bytes[mark + 2])) return undefined;
  const month = digits === 1 ? bytes[at] - 0x30 : (bytes[at] - 0x30) * 10 + bytes[at + 1] - 0x30;
  return month >= 1 && month <= 12 ? { month, length: digits + 3 } : undefined;
}

/** The month that a word in another language means, undefined when it is none. */
export function parseMonthWord(bytes: Uint8Array, at: number, end: number): MonthWord | undefined {
  const first = bytes[at];
  if (first >= 0x31 && first <= 0x39) return parseCountedMonth(bytes, at, end);
  if (!((first | 0x20) >= 0x61 && (first | 0x20) <= 0x7a) && first < 0xc0) return undefined;
  const limit = Math.min(end, at + MAX_BYTES);
  let stop = at;
  while (stop < limit && bytes[stop] !== 0x20) stop++;
  if (stop >= limit || stop - at < 3) return undefined;
  const word = Buffer.from(bytes.buffer, bytes.byteOffset + at, stop - at).toString('utf8');
  const month = MONTHS.get(word.replace(/\.$/, '').toLowerCase().normalize('NFC'));
  return month === undefined ? undefined : { month, length: stop - at };
}
