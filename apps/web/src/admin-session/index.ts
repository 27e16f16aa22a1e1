export { logOut } from './actions.ts'
export { adminKey, LOGGED_OUT } from './admin-key.ts'
export { LoginForm } from './login-form.tsx'
