"""What is known of files that were read before, stored: the cache of a workspace, shards of
counties.
"""
