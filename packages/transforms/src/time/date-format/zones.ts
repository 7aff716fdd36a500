/**
 * Zones as SimpleDateFormat reads them with `z` and `Z`. Java knows some 600 names with their histories; here are the abbreviations that
 * mean the same offset from UTC in every year from 1970 to 2037, in minutes. `IST` is that of Israel and `BST` changes, as in Java.
 */
const ABBREVIATIONS: Readonly<Record<number, string>> = {
  [-660]: 'NUST NUT SDT SST',
  [-600]: 'HDT HST TAHST TAHT',
  [-570]: 'MARST MART',
  [-540]: 'GAMST GAMT',
  [-480]: 'PST',
  [-420]: 'MST PDT',
  [-360]: 'CST MDT',
  [-300]: 'CDT COT ECT EST PET',
  [-240]: 'AST BOST BOT CLT EDT',
  [-210]: 'NST',
  [-180]: 'ADT BRT CLST GFST GFT UYT',
  [-150]: 'NDT',
  [-120]: 'FNT',
  0: 'GHST GMT',
  60: 'CET MET WAST WAT',
  120: 'CAST CAT CEST EET IST MEST SAST',
  180: 'EAST EAT EEST IDT SYOST SYOT',
  240: 'GDT GST MUT REST RET SCST SCT',
  270: 'AFST AFT',
  300: 'MVST MVT PKT TFST TFT',
  360: 'BDT XJDT XJT',
  390: 'CCST CCT MMST MMT',
  420: 'CXST CXT WIB WIST',
  480: 'AWST BNST BNT CIST HKT MYST MYT',
  525: 'ACWST',
  540: 'EIST JDT JST KST PWST PWT WIT',
  570: 'ACDT ACST',
  600: 'AEST CHST CHUST CHUT DDUST DDUT PGST PGT',
  660: 'AEDT NCT PONST PONT SBST SBT VUT',
  720: 'FJT GILST GILT MHST MHT NZST TVST TVT WAKST WAKT WFST WFT',
  765: 'CHAST',
  780: 'NZDT TOT',
  825: 'CHADT',
};

const OFFSETS: ReadonlyMap<string, number> = new Map(
  Object.entries(ABBREVIATIONS).flatMap(([minutes, names]) =>
    names.split(' ').map((name): [string, number] => [name, Number(minutes)]),
  ),
);

export interface Zone {
  /** null changes nothing: UTC, unless an offset stands before it. */
  readonly offsetMinutes: number | null;
  /** Behind the zone in the text. */
  readonly end: number;
  /** Is it certain for these years only? */
  readonly isNamed: boolean;
}

export const NAMED_FROM = Date.UTC(1970, 0, 1);
export const NAMED_UNTIL = Date.UTC(2038, 0, 1);

/** `UTC`, `PST`, `GMT+2:00`, `+0200`: what `z` and `Z` take. After blanks, Java reads no offset behind GMT. */
export function readZone(text: string, at: number, isAfterBlanks: boolean): Zone | null {
  const sign = signAt(text, at);
  if (sign !== 0) return readOffset(text, at + 1, sign, /(\d\d)(\d\d)/y);
  if (isAfterBlanks || text.slice(at, at + 3).toUpperCase() !== 'GMT') return readName(text, at);
  const after = signAt(text, at + 3);
  return after === 0 ? utc(at + 3) : readOffset(text, at + 4, after, /(\d\d?):(\d\d)/y);
}

const ISO_OFFSETS = [/(\d\d)/y, /(\d\d)(\d\d)/y, /(\d\d):(\d\d)/y];

/** `Z`, `+02`, `+0200` or `+02:00`: what one, two and three `X` take. */
export function readIsoZone(text: string, at: number, count: number): Zone | null {
  if (text[at] === 'Z') return utc(at + 1);
  const sign = signAt(text, at);
  return sign === 0 ? null : readOffset(text, at + 1, sign, ISO_OFFSETS[count - 1]!);
}

const signAt = (text: string, at: number): number => (text[at] === '+' ? 1 : text[at] === '-' ? -1 : 0);

const utc = (end: number): Zone => ({ offsetMinutes: 0, end, isNamed: false });

function readOffset(text: string, at: number, sign: number, format: RegExp): Zone | null {
  format.lastIndex = at;
  const match = format.exec(text);
  if (match === null) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)];
  if (hours > 23 || minutes > 59) return null;
  return { offsetMinutes: sign * (hours * 60 + minutes), end: at + match[0].length, isNamed: false };
}

function readName(text: string, at: number): Zone | null {
  // Java: the zone of the format itself is looked for first, whatever follows
  const name = UTC.find((n) => text.slice(at, at + n.length).toUpperCase() === n);
  return name === undefined
    ? readAbbreviation(text, at)
    : { offsetMinutes: null, end: at + name.length, isNamed: false };
}

const UTC = ['COORDINATED UNIVERSAL TIME', 'UTC'];

function readAbbreviation(text: string, at: number): Zone | null {
  const name = /^[a-zA-Z]+/.exec(text.slice(at, at + 6))?.[0] ?? '';
  const offsetMinutes = OFFSETS.get(name.toUpperCase());
  return offsetMinutes === undefined ? null : { offsetMinutes, end: at + name.length, isNamed: true };
}
