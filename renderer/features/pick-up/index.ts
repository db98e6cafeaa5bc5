export { default as PickUpView } from './PickUpView.vue'
