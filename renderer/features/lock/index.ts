export { default as LockTimer } from './LockTimer.vue'
export { default as LockView } from './LockView.vue'
