import { createInterface } from 'node:readline'
import { codeAnswerSchema } from '#sync/api'
import { askHub, demonstrationAccount, type Hall } from '../hall/index.ts'

/** What a person can do to the hall from the console while the window is open. */
const commands: Record<string, { does: string; run(hall: Hall): Promise<unknown> }> = {
  card: { does: 'lay an ID card of an invented woman on the reader', run: layMothersCard },
  code: { does: 'show the 亮证码 of whoever that card is of, to be pasted into 调取电子证照', run: showCode },
  'no card': { does: 'take it away', run: (hall) => hall.reader.send('remove-card') },
  'no paper': { does: "end the receipt printer's roll", run: (hall) => hall.printer.send('paper-out') },
  paper: { does: 'put a new roll in', run: (hall) => hall.printer.send('restore') },
  cut: { does: 'cut the network between terminal and hub', run: (hall) => hall.line.cut() },
  restore: { does: 'mend it', run: (hall) => hall.line.restore() },
}

/** Says which account to use and what can be tried, and carries out what is typed. */
export function openConsole(hall: Hall): void {
  const { id, password } = demonstrationAccount
  const list = Object.entries(commands).map(([word, { does }]) => `  ${word.padEnd(10)}${does}`)
  console.log(
    [
      '',
      `The terminal is open. Sign in with 工号 ${id}, password ${password}, then find 新生儿出生 (type cs).`,
      'Type here and press Enter:',
      ...list,
      `Or use the simulated devices by hand: ${hall.panelUrl}`,
      `Receipts appear in ${hall.receiptsDir}, A4 documents in ${hall.documentsDir}, logs in ${hall.dir}/logs. Ctrl-C ends everything.`,
      '',
    ].join('\n'),
  )
  const input = createInterface({ input: process.stdin })
  input.on('line', (line) => {
    const word = line.trim()
    if (word === '') return
    const command = commands[word]
    if (command === undefined) {
      console.log(`There is no "${word}"; there are: ${Object.keys(commands).join(', ')}`)
      return
    }
    command.run(hall).then(
      () => console.log(`${word}: done`),
      (error: unknown) => console.error(`${word}: ${error instanceof Error ? error.message : String(error)}`),
    )
  })
}

/** Whose card was laid on the reader last. */
let holder: string | null = null

/** Invented people come by number; the first woman of an age to have a child is taken. */
async function layMothersCard(hall: Hall): Promise<void> {
  for (let seed = 1; seed <= 100; seed++) {
    const person = await hall.reader.send('insert-card', { seed })
    const year = Number('birth' in person ? person.birth.slice(0, 4) : 0)
    if (person.sex === '2' && year >= 1985 && year <= 2003) {
      holder = person.number
      return
    }
  }
}

async function showCode(hall: Hall): Promise<void> {
  if (holder === null) await layMothersCard(hall)
  const answer = await askHub(hall, 'POST', '/demonstration/codes', { idNumber: holder })
  console.log(codeAnswerSchema.parse(answer).code)
}
