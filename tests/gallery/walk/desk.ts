import { expect } from '@playwright/test'
import { type Chapter, toDesk, toPlace } from './walk.ts'

/** 工作台 and what the bar opens, before anything is taken in. */
export const deskChapter: Chapter = {
  id: 'desk',
  async run({ terminal, photographer }) {
    const { page } = terminal
    await photographer.take('desk', '工作台')
    await page.getByTestId('desk-search').fill('出生')
    await expect(page.getByRole('option').first()).toBeVisible()
    await photographer.take('desk-search', '工作台：搜事项')
    await page.getByTestId('desk-search').fill('没有这样的事')
    await photographer.take('desk-search-none', '工作台：没有搜到')
    await toDesk(page)

    await page.getByTestId('operator-menu').click()
    await expect(page.getByRole('menu')).toBeVisible()
    await photographer.take('bar-menu', '操作菜单')
    await page.keyboard.press('Escape')
    await page.getByTestId('sync-status').click()
    await expect(page.getByTestId('sync-popover')).toBeVisible()
    await photographer.take('bar-sync', '上传状态')
    await page.keyboard.press('Escape')
    await page.getByTestId('device-status').click()
    await expect(page.getByTestId('device-popover')).toBeVisible()
    await photographer.take('bar-devices', '设备状态')
    await page.keyboard.press('Escape')
    await page.getByTestId('bar-tasks').click()
    await expect(page.getByTestId('tasks-drawer')).toBeVisible()
    await photographer.take('bar-tasks', '待处理：空')
    await page.keyboard.press('Escape')
    await page.keyboard.press('F1')
    await expect(page.getByTestId('shortcuts')).toBeVisible()
    await photographer.take('shortcuts', '快捷键')
    await page.keyboard.press('Escape')
  },
}

/** Screens that are reached by their address alone. */
export const placesChapter: Chapter = {
  id: 'places',
  async run({ terminal, photographer }) {
    const { page } = terminal
    await page.keyboard.press('Alt+D')
    await expect(page.getByTestId('device-card-id-card-reader')).toHaveAttribute('data-state', 'ready')
    await photographer.take('devices', '设备')
    await toPlace(page, '/progress')
    await expect(page.getByTestId('progress-number')).toBeVisible()
    await photographer.take('progress-ask', '办件进度：查询')
    await toPlace(page, '/shift')
    await expect(page.getByTestId('shift-taken')).toBeVisible()
    await photographer.take('shift', '交接班')
    await toPlace(page, '/take-over')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await photographer.take('take-over', '接办草稿')
    await toPlace(page, '/nowhere')
    await expect(page.getByText('没有这个页面').last()).toBeVisible()
    await photographer.take('not-found', '没有这个页面')
    await toPlace(page, `/draft/${crypto.randomUUID()}/guide`)
    await expect(page.getByText('没有找到这份草稿').last()).toBeVisible()
    await photographer.take('draft-missing', '没有这份草稿')
    await toDesk(page)
  },
}
