import { useDraft } from '#renderer/platform'
import { onBeforeUnmount, shallowRef, type ShallowRef, watch } from 'vue'

/** A page's picture on screen. */
export type PageImage =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'unreadable' }
  /** No picture: the program shows no foreign documents. */
  | { readonly kind: 'document' }

/**
 * The picture of an attachment as a blob URL, revoked as soon as it is no longer shown: the page's memory must not
 * keep what the store keeps encrypted.
 */
export function usePageImage(
  attachment: () => { readonly id: string; readonly mediaType: string },
): Readonly<ShallowRef<PageImage>> {
  const draft = useDraft()
  const image = shallowRef<PageImage>({ kind: 'loading' })
  let shown = ''

  function drop(): void {
    if (image.value.kind === 'ready') URL.revokeObjectURL(image.value.url)
  }

  async function load({ id, mediaType }: { readonly id: string; readonly mediaType: string }): Promise<void> {
    drop()
    shown = id
    if (!mediaType.startsWith('image/')) {
      image.value = { kind: 'document' }
      return
    }
    image.value = { kind: 'loading' }
    try {
      const bytes = await draft.readAttachment(id)
      if (shown !== id) return
      image.value = {
        kind: 'ready',
        url: URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType })),
      }
    } catch {
      if (shown === id) image.value = { kind: 'unreadable' }
    }
  }

  watch(
    () => attachment().id,
    () => void load(attachment()),
    { immediate: true },
  )
  onBeforeUnmount(() => {
    shown = ''
    drop()
  })
  return image
}
