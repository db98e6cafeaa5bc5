import { isDiskFull, MainError } from './main-error.ts'

/** Two looks at a disk that was full. */
const lookAgainMs = 3_000

/**
 * Opens something once for everybody who asks. Where the disk is full, what was held back is given up for it and it is
 * tried once more; after that it fails with `storage.disk-full`, and whoever asks next begins anew, as somebody may
 * have made room. Every other failure stays.
 */
export class Opening<T> {
  readonly #open: () => Promise<T>
  readonly #makeRoom: () => Promise<void>
  #opening: Promise<T> | null = null

  constructor(open: () => Promise<T>, makeRoom: () => Promise<void>) {
    this.#open = open
    this.#makeRoom = makeRoom
  }

  /** What is being opened or stands open; null before anybody asked, and while the disk has no room. */
  get current(): Promise<T> | null {
    return this.#opening
  }

  /** @throws MainError `storage.disk-full`, or whatever the opening itself throws. */
  once(): Promise<T> {
    this.#opening ??= this.#try()
    return this.#opening
  }

  /** The same, for whoever can wait until there is room. */
  async whenThereIsRoom(): Promise<T> {
    for (;;) {
      try {
        return await this.once()
      } catch (error) {
        if (!isDiskFull(error)) throw error
      }
      await new Promise((next) => setTimeout(next, lookAgainMs))
    }
  }

  async #try(): Promise<T> {
    try {
      return await this.#open().catch(async (error: unknown) => {
        if (!isDiskFull(error)) throw error
        await this.#makeRoom()
        return this.#open()
      })
    } catch (cause) {
      if (!isDiskFull(cause)) throw cause
      this.#opening = null
      throw new MainError('storage.disk-full', 'no space to open the terminal', { cause })
    }
  }
}
