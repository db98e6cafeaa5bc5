export { default as ShiftView } from './ShiftView.vue'
