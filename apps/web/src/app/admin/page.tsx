import type { Metadata } from 'next'
import { Suspense } from 'react'
import { logOut } from '../../admin/actions.ts'
import { Console } from '../../admin/console.tsx'
import { adminKey } from '../../admin/key.ts'
import { Login } from '../../admin/login.tsx'
import { Header } from '../../page/header.tsx'
import { Waiting } from '../../page/waiting.tsx'

export const metadata: Metadata = { title: 'Admin' }

export default async function AdminPage({ searchParams }: { searchParams: Promise<{ run?: string | string[] }> }) {
  const key = await adminKey()
  const { run } = await searchParams
  return (
    <>
      <Header here="admin" />
      <main id="content" className="mx-auto max-w-[82rem] px-4 pb-20 pt-6 sm:px-6">
        <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
          <h1 className="type-display text-5xl">{key ? 'The model room' : 'Staff only'}</h1>
          {key && (
            <form action={logOut}>
              <button className="button">Log out</button>
            </form>
          )}
        </div>
        {key ? (
          <Suspense fallback={<Waiting>Fetching runs and versions</Waiting>}>
            <Console adminKey={key} wanted={typeof run === 'string' ? run : null} />
          </Suspense>
        ) : (
          <div className="panel px-5 py-8 sm:px-8">
            <Login />
          </div>
        )}
      </main>
    </>
  )
}
