export { default as SigningView } from './SigningView.vue'
