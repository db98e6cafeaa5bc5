import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { atWindow, signIn } from '#tests/journey'
import { expect, test } from '@playwright/test'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const run = promisify(execFile)

/** The one-time notice on A4: what stands on the screen comes out of the printer, and paper that runs out is told. */
test.describe.serial('a notice on A4', () => {
  const at = atWindow('a4')

  /** The text of the last document that the printer has printed to its end, once there are so many. */
  async function printed(count: number): Promise<{ text: string; path: string }> {
    const { documentsDir } = at.hall
    const name = `document-${String(count).padStart(4, '0')}`
    await expect.poll(() => readdir(documentsDir)).toContain(`${name}.json`)
    const path = join(documentsDir, `${name}.pdf`)
    return { text: (await run('pdftotext', ['-layout', path, '-'])).stdout, path }
  }

  test.beforeAll(async () => {
    const page = await at.terminal.start()
    await signIn(at)
    await page.keyboard.type('YCN1:birth;parents=married;settle=father')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('guide-next')).toBeFocused()
  })

  test('is seen before it is printed', async () => {
    const { page } = at.terminal
    await page.getByTestId('notice-a4-look').click()
    const preview = page.getByTestId('notice-a4-preview')
    await expect(preview.getByRole('heading', { level: 1 })).toHaveText('一次性告知单')
    await at.terminal.shoot('a4-preview')
    await page.keyboard.press('Escape')
  })

  test('comes out as text, on A4, page by page, with its code', async () => {
    const { page } = at.terminal
    await page.keyboard.press('Shift+F7')
    await expect(page.getByTestId('notice-a4-printed')).toContainText('A4 已打出')
    await at.terminal.shoot('a4-printed')
    const { text, path } = await printed(1)
    for (const words of [
      '一次性告知单',
      '示范政务服务中心',
      '父母已经登记结婚',
      '预计总时限',
      '请带来',
      '第 1 页',
    ]) {
      expect(text.replaceAll(/\s+/g, '')).toContain(words.replaceAll(' ', ''))
    }
    await run('pdftoppm', ['-r', '150', '-png', '-singlefile', path, path])
    const wasmBinary = (await readFile('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'))
      .buffer as ArrayBuffer
    await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
    const [code] = await readBarcodes(new Uint8Array(await readFile(`${path}.png`)))
    expect(code?.text).toBe('YCN1:birth;parents=married;settle=father')
    expect((await run('pdfinfo', [path])).stdout).toMatch(
      /Page size:\s+59\d(\.\d+)? x 84[12](\.\d+)? pts \(A4\)/,
    )
    const fonts = (await run('pdffonts', [path])).stdout
      .split('\n')
      .slice(2)
      .filter((line) => line !== '')
    expect(fonts.length).toBeGreaterThan(0)
    // Embedded: yes. A sheet must look the same on a printer without Chinese.
    for (const font of fonts) expect(font).toMatch(/\s(yes)\s+(yes|no)\s+(yes|no)\s+\d+/)
  })

  test('has the rare characters of names, or names those that this machine cannot draw', async () => {
    const { page } = at.terminal
    // Extensions B, C, D, E and G of Unicode, and one that is in no font.
    const rare = '𠮷𡋾𫘧𬱟𫠊𬭊𰻝'
    const drawn = await page.evaluate(
      async ([text]) => {
        const answer = await window.terminal.renderPaper({
          title: '收件回执',
          document: { blocks: [{ type: 'text', text: text ?? '' }] },
          reference: '430102-T01-261126-0001-7',
          signatures: [],
        })
        return answer.ok ? { pdf: [...answer.value.pdf], missing: answer.value.missing } : null
      },
      [`${rare}\u{2FFFC}`],
    )
    const path = join(at.hall.documentsDir, 'rare.pdf')
    await writeFile(path, Uint8Array.from(drawn?.pdf ?? []))
    const { stdout } = await run('pdftotext', [path, '-'])
    expect(stdout).toContain(rare)
    expect(stdout).toContain('430102-T01-261126-0001-7')
    expect(drawn?.missing).toEqual(['\u{2FFFC}'])
  })

  test('waits in words for paper, and goes on by itself', async () => {
    const { page } = at.terminal
    await at.hall.a4Printer.send('fault', { fault: 'media-empty' })
    await page.keyboard.press('Shift+F7')
    await expect(page.getByTestId('notice-a4-progress')).toContainText('没有纸了，请装纸')
    await at.terminal.shoot('a4-paper-out')
    await at.terminal.shootLarge('a4-paper-out')
    await at.hall.a4Printer.send('restore')
    await expect(page.getByTestId('notice-a4-printed')).toContainText('A4 已打出')
    await printed(2)
  })

  test('can be taken back', async () => {
    const { page } = at.terminal
    await at.hall.a4Printer.send('fault', { fault: 'cover-open' })
    await page.keyboard.press('Shift+F7')
    await page.getByTestId('notice-a4-cancel').click()
    await expect(page.getByText('已撤回', { exact: false })).toBeVisible()
    await at.hall.a4Printer.send('restore')
    expect((await at.hall.a4Printer.send('status')).documents).toBe(2)
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
