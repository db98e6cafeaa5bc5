export { type Announcer, createAnnouncer, useAnnouncer } from './announcer.ts'
export { default as AnnouncerHost } from './AnnouncerHost.vue'
export { useAccessModes } from './modes.ts'
export { focusPages } from './page-focus.ts'
export {
  type ActiveShortcut,
  createShortcuts,
  type ShortcutOptions,
  useActiveShortcuts,
  useShortcut,
} from './shortcuts.ts'
export { default as ShortcutsDialog } from './ShortcutsDialog.vue'
export { default as TouchKeyboard } from './touch-keyboard/TouchKeyboard.vue'
export { useVoice } from './voice/voice.ts'
export { default as VoiceHost } from './voice/VoiceHost.vue'
export { drawAttestation } from './signature/attestation-image.ts'
export { boundInk } from './signature/ink.ts'
export { default as SignatureArea } from './signature/SignatureArea.vue'
export { default as SpokenConsent } from './signature/SpokenConsent.vue'
