import '../ui/styles.css'
import { createAnnouncer, createShortcuts, focusPages } from '#renderer/access'
import { createMessages } from '#renderer/messages'
import { createToasts } from '#renderer/ui'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import AppRoot from './AppRoot.vue'
import { createTerminalRouter } from './router.ts'

const router = createTerminalRouter()
focusPages(router)

createApp(AppRoot)
  .use(createPinia())
  .use(createMessages())
  .use(createToasts())
  .use(createAnnouncer())
  .use(createShortcuts())
  .use(router)
  .mount('#app')
