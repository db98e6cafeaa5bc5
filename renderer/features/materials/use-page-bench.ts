import { useTerminal } from '#renderer/platform'
import { connectPageBench, type PageConnection, type PageFile, type PageWork } from '#renderer/workers'
import type { PageFlaw } from '#sync/model'
import { onBeforeUnmount } from 'vue'

/** A page is not kept waiting longer than this for what is only advice. */
const longestLookMs = 8_000

export interface PageBenchControl {
  readonly work: () => PageWork
  /** What the check sees on a page; null when it could not be looked at, which keeps nobody from keeping it. */
  /** The page in no more bytes than this terminal sends of one, where drawing it anew makes it smaller. */
  readonly slimmed: <Page extends PageFile>(page: Page) => Promise<Page>
  readonly flawsOf: (file: PageFile, dpi?: number) => Promise<readonly PageFlaw[] | null>
}

/** The worker for pictures of pages: started at the first page, ended with the screen. */
export function usePageBench(): PageBenchControl {
  let connection: PageConnection | null = null

  function work(): PageWork {
    connection ??= connectPageBench()
    return connection.work
  }

  async function flawsOf(file: PageFile, dpi?: number): Promise<readonly PageFlaw[] | null> {
    if (!file.mediaType.startsWith('image/')) return null
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), longestLookMs)
    })
    const looked = work()
      .look(file, dpi)
      .then(({ flaws }) => flaws)
      .catch(() => null)
    const flaws = await Promise.race([looked, late])
    clearTimeout(timer)
    return flaws
  }

  async function slimmed<Page extends PageFile>(page: Page): Promise<Page> {
    const target = useTerminal().info?.pageTargetBytes
    if (target === undefined || !page.mediaType.startsWith('image/')) return page
    // A page that is larger than wished is kept all the same.
    const slim = await work()
      .slim({ bytes: page.bytes, mediaType: page.mediaType }, target)
      .catch(() => null)
    return slim === null ? page : { ...page, ...slim }
  }

  onBeforeUnmount(() => connection?.close())
  return { work, slimmed, flawsOf }
}
