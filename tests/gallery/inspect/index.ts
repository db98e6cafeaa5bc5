import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { Finding } from '../findings.ts'
import { examineLayout } from './examine-layout.ts'

/** What is wrong with the screen as it stands, by its layout. */
export async function inspectLayout(page: Page): Promise<Finding[]> {
  // The loader of this command wraps functions to keep their names; the page does not know its wrapper.
  await page.evaluate('globalThis.__name ??= (named) => named')
  return page.evaluate(examineLayout)
}

/** What axe finds on the screen as it stands. */
export async function inspectAccess(page: Page): Promise<Finding[]> {
  // Electron opens no second page for axe to finish in; the legacy mode works within the first.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node): Finding => ({
      kind: 'axe',
      where: `${id} ${node.target.join(' ')}`,
      detail: `${help}: ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`,
    })),
  )
}
