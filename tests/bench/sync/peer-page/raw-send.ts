import type { OpenEngine } from './engine.ts'
import { dropIntake, keptIds, openTables, putIntake, takeIntake } from './raw-store.ts'

/** As many as the terminal's engine sends side by side. */
const sideBySide = 3

async function put(url: string, body: string | Uint8Array<ArrayBuffer>): Promise<void> {
  const answer = await fetch(url, { method: 'PUT', body })
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
  await answer.arrayBuffer()
}

/** The floor of sending: every form and scan by one PUT that the server has fsynced before it answers, from memory. */
export const openFsyncedPut: OpenEngine = () =>
  Promise.resolve({
    drain: async (url, intakes) => {
      const waiting = [...intakes]
      const one = async (): Promise<void> => {
        for (let intake = waiting.shift(); intake !== undefined; intake = waiting.shift()) {
          await put(`${url}/files/${intake.id}-form`, intake.form)
          for (const [index, scan] of intake.scans.entries())
            await put(`${url}/files/${intake.id}-${index}`, scan)
        }
      }
      await Promise.all(Array.from({ length: sideBySide }, one))
    },
  })

/** As standard base64. */
export function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 32_768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  return btoa(text)
}

/** What one writes at first: keep it as it comes, post one JSON after the other, drop each that was answered. */
export const openNaiveLoop: OpenEngine = async () => {
  const database = await openTables('naive')
  return {
    keep: (intake) => putIntake(database, intake, 'default'),
    drain: async (url) => {
      for (const id of await keptIds(database)) {
        const { form, scans } = await takeIntake(database, id)
        await put(`${url}/files/${id}`, JSON.stringify({ id, form, scans: scans.map(base64Of) }))
        await dropIntake(database, id)
      }
    },
  }
}
