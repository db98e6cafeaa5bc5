import { bridge } from '#renderer/platform'
import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What somebody may leave behind. */
export type Belonging = 'card' | 'papers' | 'receipt' | 'print'

/**
 * 别落下东西: what the devices did for the person who is here, so that the end of the visit names what is to be taken along and nothing
 * else. A card that the reader still feels is called out by itself.
 */
export const useBelongings = defineStore('belongings', () => {
  const used = ref<ReadonlySet<Belonging>>(new Set())
  const cardLies = ref(false)
  let listening = false

  function add(thing: Belonging): void {
    if (!used.value.has(thing)) used.value = new Set([...used.value, thing])
  }

  /** Somebody new: nothing of theirs is here. */
  function begin(): void {
    used.value = new Set()
    cardLies.value = false
    if (listening) return
    listening = true
    bridge().onDeviceEvent((event) => {
      if (event.type === 'card-detected') {
        add('card')
        cardLies.value = false
      } else if (event.type === 'card-left') {
        add('card')
        cardLies.value = true
      } else if (event.type === 'document-progressed') add('print')
      else if (event.type === 'state-changed' && event.snapshot.state.status === 'busy') {
        const { operation } = event.snapshot.state
        if (operation === 'receipt:print') add('receipt')
        if (operation === 'scan:page') add('papers')
      }
    })
  }

  return { used, cardLies, begin }
})
