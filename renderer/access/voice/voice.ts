import { defineStore } from 'pinia'
import { ref } from 'vue'
import { createSpeaker } from './speaker.ts'

const ordinaryVolume = 0.8
const volumeStep = 0.2
const quietest = 0.2

/**
 * 语音提示: what the screen says, said aloud and written as a caption. Off until somebody switches it on; their volume and their words
 * are gone with them.
 */
export const useVoice = defineStore('voice', () => {
  const speaker = createSpeaker('speechSynthesis' in window ? window.speechSynthesis : null)
  const on = ref(false)
  const caption = ref('')
  const volume = ref(ordinaryVolume)
  /** There may be no voice on this machine: then the caption is all there is. */
  const silent = ref(false)

  function say(text: string): void {
    const words = text.replaceAll('\u200b', '').trim()
    if (!on.value || words === '') return
    caption.value = words
    silent.value = !speaker.canSpeak()
    speaker.speak(words, volume.value)
  }

  function again(): void {
    say(caption.value)
  }

  function turn(steps: 1 | -1): void {
    volume.value = Math.min(1, Math.max(quietest, Math.round((volume.value + steps * volumeStep) * 10) / 10))
    again()
  }

  function silence(): void {
    speaker.stop()
    caption.value = ''
  }

  function toggle(): void {
    on.value = !on.value
    silence()
  }

  /** For whoever comes next: off, at the ordinary volume, and with an empty queue. */
  function reset(): void {
    on.value = false
    volume.value = ordinaryVolume
    silence()
  }

  return { on, caption, volume, silent, say, again, turn, toggle, silence, reset }
})
