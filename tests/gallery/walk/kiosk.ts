import { beginVisit, inventBirthFamily, takeInFound } from '#tests/journey'
import { expect, type Page } from '@playwright/test'
import { applicantOf, type Chapter, type Walk } from './walk.ts'

const birth = { parents: 'married', settle: 'mother' } as const

/** Time enough to look at a screen in all its variants. */
export const galleryKiosk = { idleSeconds: 600, askSeconds: 120, alternative: '一楼3号综合窗口' } as const

/** To the screen that invites, from wherever a visit stands. */
export async function toAttract(page: Page): Promise<void> {
  const begin = page.getByTestId('kiosk-begin')
  const next = page.getByTestId('kiosk-next')
  for (let layer = 0; layer < 3 && (await page.locator('[data-state=open][role]').count()) > 0; layer += 1)
    await page.keyboard.press('Escape')
  if (await page.getByTestId('kiosk-end').isVisible()) {
    const rate = page.getByTestId('rate-decline')
    await page.getByTestId('kiosk-end').click()
    await next.or(rate).or(page.getByTestId('kiosk-sure-yes')).first().waitFor()
    if (await rate.isVisible()) await rate.click()
    else if (await page.getByTestId('kiosk-sure-yes').isVisible())
      await page.getByTestId('kiosk-sure-yes').click()
    await next.waitFor()
  }
  if (await next.isVisible()) await next.click()
  await begin.waitFor()
}

/** 开始之前: the screen that invites, and what happens with one's data. */
const attractChapter: Chapter = {
  id: 'kiosk-attract',
  async run({ terminal: { page }, photographer }) {
    await expect(page.getByTestId('kiosk-begin')).toBeVisible()
    await photographer.surroundings.settled()
    await photographer.take('attract', '待机画面')
    await page.getByTestId('kiosk-begin').click()
    await photographer.take('consent', '先看一眼')
    await page.getByTestId('kiosk-refuse').click()
    for (let knock = 0; knock < 5; knock += 1) await page.locator('header.head').click()
    await expect(page.getByTestId('kiosk-leave')).toBeVisible()
    await photographer.take('leave', '管理员退出')
    await page.keyboard.press('Escape')
  },
}

async function photographBar({ terminal: { page }, photographer }: Walk): Promise<void> {
  const dialogs = [
    ['kiosk-help', 'kiosk-help-dialog', '请人帮忙'],
    ['kiosk-restart', 'kiosk-sure', '重新开始'],
    ['kiosk-end', 'kiosk-sure', '结束办理'],
  ] as const
  for (const [button, dialog, title] of dialogs) {
    await page.getByTestId(button).click()
    await expect(page.getByTestId(dialog)).toBeVisible()
    await photographer.take(button.replace('kiosk-', ''), title)
    await page.keyboard.press('Escape')
    await expect(page.getByTestId(dialog)).toHaveCount(0)
  }
}

/** 选事项, and what the bar of a visit opens. */
const visitChapter: Chapter = {
  id: 'kiosk-visit',
  async run(walk) {
    const { page } = walk.terminal
    const { photographer } = walk
    await beginVisit(walk)
    await photographer.take('themes', '选事项')
    await page.getByTestId('kiosk-search').click()
    for (const letter of 'sheng') await page.getByTestId(`touch-key-${letter}`).click()
    await photographer.take('keys', '触摸键盘')
    await page.getByTestId('touch-candidate-生').click()
    await photographer.take('search', '找事项')
    await page.getByTestId('touch-done').click()
    await page.getByTestId('kiosk-search').fill('')
    await page.getByTestId('kiosk-theme-birth').click()
    await expect(page.getByTestId('guide-notice')).toBeVisible()
    await photographer.take('guide', '一次告知：问情形')
    await photographBar(walk)
    await page.getByTestId('kiosk-help').click()
    await page.getByTestId('kiosk-help-move').click()
    await expect(page.getByTestId('transfer-store')).toBeVisible()
    await photographer.take('transfer', '转到人工窗口')
    await page.getByTestId('transfer-store').click()
    await expect(page.getByTestId('transfer-ready')).toBeVisible({ timeout: 60_000 })
    await photographer.take('transfer-code', '转到人工窗口：接办码')
  },
}

/** One picture of each kind of question; a card is read where one is asked for. */
async function photographQuestion(
  { hall, terminal: { page }, photographer }: Walk,
  place: string,
): Promise<void> {
  const kinds: Readonly<Record<string, readonly [string, string]>> = {
    'newborn.name': ['ask', '一题：写'],
    'newborn.sex': ['ask-choice', '一题：选'],
    'newborn.group-2': ['ask-several', '一题：几项'],
    'newborn.birthPlace': ['ask-address', '一题：地址'],
    summary: ['ask-summary', '填好的都在这里'],
  }
  const kind = kinds[place]
  if (kind !== undefined) await photographer.take(...kind)
  if (place === 'newborn.name') {
    await page.keyboard.press('F8')
    await expect(page.locator('[data-field="newborn.name"] input')).toHaveAttribute('aria-invalid', 'true')
    await photographer.take('ask-wrong', '一题：要改')
    // What takes a message away touches the page, and the keys would go with it.
    for (const toast of await page.getByTestId('toast').locator('.close').all()) await toast.click()
    await page.locator('[data-field="newborn.name"] input').click()
    await photographer.take('ask-keys', '一题：触摸键盘', { conditions: ['online'] })
    if (await page.getByTestId('touch-done').isVisible()) await page.getByTestId('touch-done').click()
  }
  if (place !== 'mother.known') return
  await photographer.take('ask-card', '一题：读身份证')
  await page.getByTestId('ask-read-mother').click()
  await expect(page.getByTestId('form-card-cancel')).toBeVisible()
  await photographer.take('ask-reading', '一题：正在读身份证')
  await hall.reader.send('insert-card', inventBirthFamily(7).motherCard)
  await expect(page.getByTestId('ask-card-read')).toBeVisible({ timeout: 30_000 })
  await hall.reader.send('remove-card')
  await photographer.take('ask-known', '一题：核对身份证')
}

/** 一件事, from the first question to 办理结束. */
const aloneChapter: Chapter = {
  id: 'kiosk-intake',
  async run(walk) {
    const { page } = walk.terminal
    const { photographer } = walk
    await beginVisit(walk)
    await page.getByTestId('kiosk-theme-birth').click()
    await expect(page.getByTestId('guide-notice')).toBeVisible()
    await takeInFound(
      page,
      applicantOf('birth', birth),
      (place) => photographer.take(place === 'form' ? 'materials' : place, titles[place] ?? place),
      (place) => photographQuestion(walk, place),
    )
    await photographer.take('receipt', '回执：已保存')
    await page.getByTestId('receipt-next').click()
    await expect(page.getByTestId('rate-satisfied')).toBeVisible()
    await photographer.take('rate', '评价')
    await page.getByTestId('rate-fairly-satisfied').click()
    await photographer.take('rate-reasons', '评价：为什么')
    await page.getByTestId('rate-send').click()
    await expect(page.getByTestId('kiosk-next')).toBeVisible()
    await photographer.take('over', '办理结束')
  },
}

const titles: Readonly<Record<string, string>> = {
  form: '材料核对',
  sign: '签名',
  review: '核对提交',
}

/** 还在吗: as if ten minutes had passed. */
const idleChapter: Chapter = {
  id: 'kiosk-idle',
  async run(walk) {
    const { page } = walk.terminal
    await beginVisit(walk)
    await page.evaluate((longMs) => {
      const now = performance.now.bind(performance)
      performance.now = () => now() + longMs
    }, galleryKiosk.idleSeconds * 1000)
    await expect(page.getByTestId('kiosk-idle')).toBeVisible()
    await walk.photographer.take('idle', '还在吗', { conditions: ['online'], still: true })
  },
}

/** What a visitor meets, in order; each chapter starts at the screen that invites, and ends where {@link toAttract} leads back from. */
export const kioskChapters: readonly Chapter[] = [attractChapter, visitChapter, aloneChapter, idleChapter]
