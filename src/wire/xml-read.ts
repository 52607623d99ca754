import { Fault } from './fault.ts';

/** An element of XML, without its attributes and the prefix of its name. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** All text directly within it. */
  readonly text: string;
}

/** What is open while a text is read. */
interface Open {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** No request of any service is nested as deep. */
const DEEPEST = 64;
const TOKEN =
  /<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<\?[^]*?\?>|<\/\s*([^\s>]+)\s*>|<([^\s/>!?]+)((?:\s+[^\s=>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gy;

/** Reads a document. Throws the `Fault` that S3 answers to what is not well-formed, and to every kind of DOCTYPE. */
export function readXml(text: string): XmlElement {
  const root: Open = { name: '', children: [], text: '' };
  const open: Open[] = [root];
  TOKEN.lastIndex = 0;
  for (let read = 0; read < text.length; read = TOKEN.lastIndex) {
    const token = TOKEN.exec(text);
    if (token === null) throw malformedXml();
    const [, cdata, closed, opened, , empty, characters] = token;
    const current = open.at(-1)!;
    if (cdata !== undefined) current.text += cdata;
    else if (characters !== undefined) current.text += unescaped(characters);
    else if (closed !== undefined) {
      if (open.length === 1 || current.name !== local(closed)) throw malformedXml();
      open.pop();
    } else if (opened !== undefined) {
      const element: Open = { name: local(opened), children: [], text: '' };
      current.children.push(element);
      if (empty === '') open.push(element);
      if (open.length > DEEPEST) throw malformedXml();
    }
  }
  const [document] = root.children;
  if (open.length > 1 || document === undefined || root.children.length > 1 || root.text.trim() !== '')
    throw malformedXml();
  return document;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function unescaped(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (_, hex?: string, decimal?: string, name = '') => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      const character = hex === undefined && decimal === undefined ? NAMED[name as string] : characterOf(code);
      if (character === undefined) throw malformedXml();
      return character;
    },
  );
}

function characterOf(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** What S3 answers to what it cannot read. */
export function malformedXml(): Fault {
  return new Fault(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}
