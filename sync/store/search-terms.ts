import { type Intake, parseReceiptNumber } from '#sync/model'

/** What of an intake can be searched. */
export type SearchedKind =
  'name' | 'idNumber' | 'phone' | 'organisation' | 'organisationCode' | 'receiptNumber'

/** One text of an intake that a search may hit. */
export interface SearchedText {
  readonly kind: SearchedKind
  readonly text: string
}

/** The part of an intake that a search hit: characters as JavaScript counts them. */
export interface SearchHit extends SearchedText {
  readonly start: number
  readonly length: number
}

/** One word of a query. All words must hit, each wherever it does. */
export interface SearchWord {
  readonly text: string
  /** Pieces that each text which it hits has; none where it can only be a receipt's number. */
  readonly pieces: readonly string[]
  /** Receipt numbers' sequences that it may be. */
  readonly sequences: readonly number[]
}

const han = /\p{Script=Han}/u
const latin = /^\p{Script=Latin}+$/u
const code = /^[0-9A-Z]+$/
/** A number is known by its end: that is what a citizen says at a window. */
const tailLength = 4
const wordStart = 3
/** So much of a long name is enough to find it. */
const namePieces = 12
/** Words longer than this are no names and no numbers. */
const longestWord = 60
const mostWords = 4

/** How texts and queries are compared: ordinary width, capital letters, no dots between the parts of a name. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[·•・\-－'’.]/g, '')
}

/** Elements of a form by which somebody may ask for an intake. */
const kinds: Readonly<Record<string, Exclude<SearchedKind, 'receiptNumber'>>> = {
  name: 'name',
  leaderName: 'name',
  siteContact: 'name',
  orgName: 'organisation',
  newOrgName: 'organisation',
  contractorName: 'organisation',
  projectName: 'organisation',
  creditCode: 'organisationCode',
  contractorCode: 'organisationCode',
  projectCode: 'organisationCode',
  idNumber: 'idNumber',
  leaderIdNumber: 'idNumber',
  mobile: 'phone',
  phone: 'phone',
  orgPhone: 'phone',
  leaderMobile: 'phone',
  siteMobile: 'phone',
}

/** What of an intake a search may hit: the people and organisations of its form, who signed for them, and its number. */
export function searchedTexts({ values, representation, receiptNumber }: Intake): SearchedText[] {
  const texts: SearchedText[] = [{ kind: 'receiptNumber', text: receiptNumber }]
  for (const [field, { value }] of Object.entries(values)) {
    const kind = kinds[field.slice(field.lastIndexOf('.') + 1)]
    if (kind !== undefined && value !== '') texts.push({ kind, text: value })
  }
  if (representation !== null)
    texts.push(
      { kind: 'name', text: representation.name },
      { kind: 'idNumber', text: representation.idNumber },
    )
  return texts.filter(
    ({ kind, text }, at) => at === texts.findIndex((one) => one.kind === kind && one.text === text),
  )
}

function pairs(text: string): string[] {
  const characters = Array.from(text)
  return characters.slice(1).map((character, at) => `${characters[at] ?? ''}${character}`)
}

const tailPiece = (text: string): string => `tail:${text.slice(-tailLength)}`
const pairPieces = (text: string): string[] => pairs(text).map((pair) => `pair:${pair}`)
const startPiece = (word: string): string => `start:${word.slice(0, wordStart)}`
const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')

/**
 * The pieces by which texts are found: two neighbouring characters of a name, the beginning of each word in letters, the last
 * four of a number. No receipt number: its sequence is a column already.
 */
export function piecesOf(texts: readonly SearchedText[]): string[] {
  const pieces = texts.flatMap(({ kind, text }): string[] => {
    if (kind === 'receiptNumber') return []
    const bare = plain(text)
    if (kind !== 'name' && kind !== 'organisation') return bare.length < tailLength ? [] : [tailPiece(bare)]
    if (han.test(bare)) return pairPieces(bare.replace(/\s/g, '')).slice(0, namePieces)
    return wordsOf(bare)
      .filter((word) => word.length >= wordStart)
      .map(startPiece)
  })
  return [...new Set(pieces)]
}

/** Sequences of receipts that a whole number, or the end of one, may mean: `42`, `00042`, `00042-K`. */
function sequencesOf(word: string): number[] {
  const whole = parseReceiptNumber(word)
  if (whole !== null) return [whole.sequence]
  const digits = /^(\d{1,9})(?:-[0-9A-Z]|[A-Z])?$/.exec(word)?.[1]
  if (digits === undefined) return []
  // The last digit may be the check character, written without its dash.
  return digits === word && word.length > 5 ? [Number(word), Number(word.slice(0, -1))] : [Number(digits)]
}

/** The words of a query; null while it is too short to mean anything. */
export function searchWords(query: string): SearchWord[] | null {
  const typed = wordsOf(query.normalize('NFKC').toUpperCase().trim())
  // A number that was typed in groups.
  const groups = typed.length > 1 && typed.every((word) => /^[0-9X]+$/.test(word)) ? [typed.join('')] : typed
  if (groups.length > mostWords || groups.some((word) => word.length > longestWord)) return null
  const words = groups.map((word): SearchWord => {
    const text = plain(word)
    const sequences = sequencesOf(word)
    if (han.test(text)) return { text, sequences, pieces: pairPieces(text).slice(0, namePieces) }
    if (code.test(text) && /\d/.test(text) && text.length >= tailLength)
      return { text, sequences, pieces: [tailPiece(text)] }
    if (latin.test(text) && text.length >= wordStart) return { text, sequences, pieces: [startPiece(text)] }
    return { text, sequences, pieces: [] }
  })
  const tellsSomething = ({ pieces, sequences }: SearchWord): boolean => pieces.length + sequences.length > 0
  return words.length > 0 && words.every(tellsSomething) ? words : null
}

function hitIn({ kind, text }: SearchedText, word: SearchWord): SearchHit | null {
  if (kind === 'receiptNumber') return receiptHit(text, word)
  const named = kind === 'name' || kind === 'organisation'
  if (!named && word.text.length < tailLength) return null
  const place = placeOf(text, word.text, named ? (han.test(word.text) ? 'anywhere' : 'word') : 'end')
  return place === null ? null : { kind, text, ...place }
}

function receiptHit(text: string, word: SearchWord): SearchHit | null {
  const sequence = parseReceiptNumber(text)?.sequence
  if (sequence === undefined || !word.sequences.includes(sequence)) return null
  const bare = plain(text)
  const end = text.slice(text.lastIndexOf('-', text.lastIndexOf('-') - 1) + 1)
  const asWritten = Number(word.text) === sequence || bare.endsWith(word.text)
  // `42K`: the zeros in front may be left out, the check character must be the right one.
  const asSaid = plain(end).replace(/^0+/, '') === word.text.replace(/^0+/, '')
  if (!asWritten && !asSaid) return null
  const length = bare === word.text ? text.length : end.length
  return { kind: 'receiptNumber', text, start: text.length - length, length }
}

/** Where a word is in a text as that is written: dots, dashes and widths are passed over. */
function placeOf(
  text: string,
  word: string,
  where: 'anywhere' | 'word' | 'end',
): { start: number; length: number } | null {
  const written: number[] = []
  let bare = ''
  let at = 0
  for (const character of text) {
    const compared = plain(character).replace(/\s/g, where === 'word' ? ' ' : '')
    for (let unit = 0; unit < compared.length; unit++) written.push(at)
    bare += compared
    at += character.length
  }
  const ends = bare.endsWith(word) ? bare.length - word.length : -1
  const found =
    where === 'end' ? ends : where === 'word' ? ` ${bare}`.indexOf(` ${word}`) : bare.indexOf(word)
  if (found < 0) return null
  const start = written[found] ?? 0
  return { start, length: (written[found + word.length] ?? text.length) - start }
}

/** What of these texts the words hit, one hit a word; null when one of them hits nothing. */
export function hitsOf(texts: readonly SearchedText[], words: readonly SearchWord[]): SearchHit[] | null {
  const hits: SearchHit[] = []
  for (const word of words) {
    const hit = texts.map((text) => hitIn(text, word)).find((one) => one !== null)
    if (hit === undefined || hit === null) return null
    hits.push(hit)
  }
  return hits
}
