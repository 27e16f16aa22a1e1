import type { Metadata } from 'next'
import { Suspense } from 'react'
import { adminKey, LoginForm, logOut } from '../../admin-session/index.ts'
import { LoadingState, Main, PageHeading, SiteHeader } from '../../layout/index.ts'
import { ModelConsole } from './model-console.tsx'

export const metadata: Metadata = { title: 'Admin' }

export default async function AdminPage({ searchParams }: { searchParams: Promise<{ run?: string | string[] }> }) {
  const key = await adminKey()
  const { run } = await searchParams
  return (
    <>
      <SiteHeader section="admin" />
      <Main>
        <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
          <PageHeading pageKey={key ? 'console' : 'log-in'} className="type-display text-5xl">
            {key ? 'Models' : 'Admin log-in'}
          </PageHeading>
          {key && (
            <form action={logOut}>
              <button className="button">Log out</button>
            </form>
          )}
        </div>
        {key ? (
          <Suspense fallback={<LoadingState>Loading runs and versions</LoadingState>}>
            <ModelConsole adminKey={key} runId={typeof run === 'string' ? run : null} />
          </Suspense>
        ) : (
          <div className="panel px-5 py-8 sm:px-8">
            <LoginForm />
          </div>
        )}
      </Main>
    </>
  )
}
